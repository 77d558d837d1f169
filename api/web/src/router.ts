// Every view is a link: the path names the page, the query holds all of its state. `deed` is what a
// desk must be allowed for the page to mean anything to it; the server decides, the page only asks.
import { createRouter, createWebHashHistory } from 'vue-router';

import BoardPage from './board/BoardPage.vue';
import LandingPage from './pages/LandingPage.vue';

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: LandingPage },
    { path: '/duties', component: BoardPage, meta: { deed: 'readReports' } },
    { path: '/work', component: () => import('./work/WorkPage.vue'), meta: { deed: 'readReports' } },
    { path: '/checks', component: () => import('./checks/ChecksPage.vue'), meta: { deed: 'readReports' } },
    { path: '/reminders', component: () => import('./reminders/RemindersPage.vue'), meta: { deed: 'readReports' } },
    { path: '/units', component: () => import('./units/UnitsPage.vue'), meta: { deed: 'readReports' } },
    { path: '/units/:id', redirect: (to) => ({ path: '/units', query: { ...to.query, unit: String(to.params.id) } }) },
    { path: '/assessments', component: () => import('./assessments/AssessmentsPage.vue'), meta: { deed: 'readReports' } },
    { path: '/tasks', component: () => import('./tasks/TasksPage.vue'), meta: { deed: 'readReports' } },
    { path: '/people', component: () => import('./people/PeoplePage.vue'), meta: { deed: 'readReports' } },
    { path: '/attendance', component: () => import('./attendance/AttendancePage.vue'), meta: { deed: 'readReports' } },
    { path: '/funds', component: () => import('./funds/OverviewPage.vue'), meta: { deed: 'readReports' } },
    { path: '/funds/reconcile', component: () => import('./funds/ReconcilePage.vue'), meta: { deed: 'readReports' } },
    { path: '/funds/spending', component: () => import('./funds/SpendingPage.vue'), meta: { deed: 'readReports' } },
    { path: '/funds/notice', component: () => import('./funds/NoticePage.vue'), meta: { deed: 'readReports' } },
    { path: '/allowances', component: () => import('./allowances/AllowancesPage.vue'), meta: { deed: 'readReports' } },
    { path: '/import', component: () => import('./imports/ImportPage.vue'), meta: { deed: 'readReports' } },
    { path: '/reports/:name', component: () => import('./pages/ReportPage.vue'), meta: { deed: 'readReports' } },
    { path: '/ceremony', component: () => import('./pages/CeremonyPage.vue') },
    { path: '/accounts', component: () => import('./accounts/AccountsPage.vue'), meta: { deed: 'manageAccounts', signedIn: true } },
    { path: '/access', component: () => import('./pages/AccessPage.vue'), meta: { deed: 'readAccess', signedIn: true } },
    { path: '/health', component: () => import('./pages/HealthPage.vue'), meta: { deed: 'seeHealth' } },
    { path: '/me', component: () => import('./pages/MyPage.vue'), meta: { signedIn: true } },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue') },
  ],
});
