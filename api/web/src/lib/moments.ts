// Moments as the server writes them, 2026-05-06T10:31:00.000000+08:00, for people to read.
export const moment = (text: string): string => text.slice(0, 19).replace('T', ' ');
export const minute = (text: string): string => text.slice(0, 16).replace('T', ' ');

// A span of milliseconds in words, rough as one would say it.
export function spanTitle(millis: number): string {
  const seconds = Math.round(Math.abs(millis) / 1000);
  if (seconds < 60) return `${seconds} 秒`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} 小时 ${Math.floor((seconds % 3600) / 60)} 分`;
  return `${Math.floor(seconds / 86400)} 天`;
}

export function bytesTitle(bytes: number): string {
  const gib = bytes / 2 ** 30;
  if (gib >= 1) return `${gib.toFixed(gib < 10 ? 1 : 0)} GB`;
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KB` : `${Math.floor(bytes / 2 ** 20)} MB`;
}
