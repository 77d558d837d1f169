// Every view is a link: the path names the page, the query holds all of its state.
import { createRouter, createWebHashHistory } from 'vue-router';

import BoardPage from './board/BoardPage.vue';

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/duties' },
    { path: '/duties', component: BoardPage },
    { path: '/reports/:name', component: () => import('./pages/ReportPage.vue') },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue') },
  ],
});
