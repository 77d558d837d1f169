// Copies a text, and says that it did. 复制链接: the address of the view as it stands.
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

export function useCopy() {
  const said = ref('');
  async function copy(text: string, doneWord: string, elseWord = '浏览器不让复制，请手工选中复制'): Promise<void> {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // No clipboard outside a secure context: browsers still know the older command.
      done = copyOldWay(text);
    }
    said.value = done ? doneWord : elseWord;
    window.setTimeout(() => (said.value = ''), 4000);
  }
  return { copy, said };
}

export function useCopyLink() {
  const { copy, said } = useCopy();
  return { copy: () => copy(window.location.href, '链接已复制', '浏览器不让复制，请从地址栏复制'), said };
}
