import 'element-plus/es/components/base/style/css';
import './styles/base.css';
import './styles/table.css';
import './styles/allowances.css';
import './styles/attendance.css';
import './styles/forms.css';
import './styles/funds.css';
import './styles/imports.css';
import './styles/office.css';
import './styles/print.css';

import { createApp } from 'vue';

import App from './App.vue';
import { router } from './router';

createApp(App).use(router).mount('#app');
