// 复制链接: the address of the view as it stands.
import { ref } from 'vue';

function copyOldWay(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

export function useCopyLink() {
  const said = ref('');
  async function copy(): Promise<void> {
    const link = window.location.href;
    let done = false;
    try {
      await navigator.clipboard.writeText(link);
      done = true;
    } catch {
      // No clipboard outside a secure context: browsers still know the older command.
      done = copyOldWay(link);
    }
    said.value = done ? '链接已复制' : '浏览器不让复制，请从地址栏复制';
    window.setTimeout(() => (said.value = ''), 4000);
  }
  return { copy, said };
}
