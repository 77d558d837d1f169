// The interface's words for what the server names in its own.
import type { Column, Value } from '../api/types';
import { periodTitle, withPeriods } from './periods';

export const rollUps: { value: string; title: string }[] = [
  { value: 'county', title: '县市区' },
  { value: 'township', title: '乡镇' },
  { value: 'unit', title: '派出单位' },
  { value: 'group', title: '协调组' },
];

export const moreRollUps = [
  ...rollUps,
  { value: 'city', title: '全市' },
  { value: 'actor', title: '责任主体' },
];

export const statuses: { value: string; title: string }[] = [
  { value: 'missing', title: '未报' },
  { value: 'late', title: '逾期' },
  { value: 'inProgress', title: '进行中' },
  { value: 'onTime', title: '按时' },
  { value: 'notApplicable', title: '不适用' },
  { value: 'beforeGoLive', title: '启用前' },
];

// Reports whose rows stand otherwise than duties do.
export const reportStatuses: Record<string, { value: string; title: string }[]> = {
  allowance_due: [
    { value: 'unknown', title: '无法计算' },
    { value: 'payable', title: '可发' },
    { value: 'provisional', title: '暂计' },
    { value: 'held', title: '暂缓' },
    { value: 'supplement', title: '待补发' },
    { value: 'recover', title: '待扣回' },
    { value: 'advance', title: '已预发' },
    { value: 'transit', title: '待银行返回' },
    { value: 'paid', title: '已发' },
    { value: 'nothing', title: '不应发' },
  ],
  payout_batches: [
    { value: 'drafted', title: '已制表' },
    { value: 'checked', title: '已复核' },
    { value: 'approved', title: '已批准' },
    { value: 'released', title: '已发放' },
    { value: 'answering', title: '银行返回中' },
    { value: 'settled', title: '已办结' },
    { value: 'voided', title: '已作废' },
  ],
  open_rectifications: [
    { value: 'overdue', title: '逾期未报' },
    { value: 'open', title: '整改中' },
    { value: 'reported', title: '待复核' },
    { value: 'returned', title: '复核未通过' },
    { value: 'closed', title: '已销号' },
    { value: 'closedLate', title: '逾期销号' },
  ],
  assessments: [
    { value: 'toHear', title: '待听取派出单位意见' },
    { value: 'toAssess', title: '待评定、待考核' },
    { value: 'toConfirm', title: '待审定' },
    { value: 'toFeedBack', title: '待反馈派出单位' },
    { value: 'done', title: '已办完' },
    { value: 'notDue', title: '未到时间' },
    { value: 'notOwed', title: '不足规定月数' },
  ],
  office_completeness: [
    { value: 'missing', title: '没有登记' },
    { value: 'none', title: '期内没有研判' },
    { value: 'seated', title: '部门已组成' },
    { value: 'named', title: '组长已确定' },
    { value: 'held', title: '期内有研判' },
  ],
  interview_grounds: [
    { value: 'proposed', title: '可约谈' },
    { value: 'interviewed', title: '已约谈' },
    { value: 'rectifying', title: '整改中' },
    { value: 'closed', title: '已整改' },
  ],
  tasks: [
    { value: 'underway', title: '进行中' },
    { value: 'overdue', title: '逾期未完成' },
    { value: 'done', title: '已完成' },
    { value: 'doneLate', title: '逾期完成' },
    { value: 'dropped', title: '已终止' },
  ],
  reminders: [
    { value: 'open', title: '办理中' },
    { value: 'overdue', title: '逾期未答复' },
    { value: 'answered', title: '已答复，未办结' },
    { value: 'closed', title: '已办结' },
    { value: 'closedLate', title: '逾期办结' },
  ],
  benefits: [
    { value: 'missing', title: '未办' },
    { value: 'inProgress', title: '待办' },
    { value: 'done', title: '已办' },
    { value: 'recorded', title: '已登记' },
    { value: 'notOwed', title: '不要求' },
  ],
};

export function clauseTitle(clause: string): string {
  if (!clause) return '';
  const numerals = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
  const circled = '⓪①②③④⑤⑥⑦⑧⑨⑩';
  const parts = clause.split('.');
  if (!/^\d+$/.test(parts[0]) || Number(parts[0]) > 10) return clause;
  let out = numerals[Number(parts[0])];
  for (const [depth, part] of parts.slice(1).entries()) {
    if (/^p\d+$/.test(part)) out += `第${part.slice(1)}段`;
    else if (!/^\d+$/.test(part) || Number(part) > 10) return clause;
    else if (depth === 0) out += `（${numerals[Number(part)]}）`;
    else if (depth === 1) out += part;
    else out += circled[Number(part)];
  }
  return out;
}

const wanYuan = (fen: number) =>
  (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

// A cell as people read it; a value that is missing gives ''.
export function shown(value: Value, column: Column): string {
  if (value === null || value === undefined) return '';
  if (column.name === 'period') return periodTitle(String(value));
  if (column.name === 'year') return String(value);
  if (column.name === 'words' || column.name === 'stratum') return withPeriods(String(value));
  if (column.name === 'clause') return clauseTitle(String(value));
  if (typeof value === 'string') return value;
  if (column.kind === 'rate') return `${value.toFixed(2)}%`;
  if (column.kind === 'fen') return wanYuan(value);
  if (column.kind === 'count') return value.toLocaleString('zh-CN');
  return String(value);
}

export const isNumber = (column: Column) => ['count', 'fen', 'rate', 'days'].includes(column.kind);

const fields: Record<string, string> = {
  account: '账号',
  from: '原经办账号',
  to: '接手账号',
  role: '岗位',
  scope: '范围',
  proposal: '申请',
  since: '起始日',
  until: '截止日',
  expires: '到期日',
  desks: '可用岗位',
  title: '用途',
  reason: '理由',
  document: '文号',
  fields: '查看的项',
  password: '密码',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditAdmin: '审计管理员',
};

// Where in a form a refusal points, /data/account, by the name that the form gives the field.
export const pointerTitle = (pointer: string): string =>
  (pointer.startsWith('/') && fields[pointer.slice(pointer.lastIndexOf('/') + 1)]) || pointer;
