// What the server would refuse after a long way there is refused here, in the clerk's own measures.
import { Refusal } from '../api/client';
import { bytesTitle } from './moments';

const bytesMax = 32 * 2 ** 20; // of one file, as the server takes it

export function faultOfFile(file: File): Refusal | null {
  if (!file.size) return new Refusal('empty_file', `“${file.name}”是空的`, '用 Excel 或 WPS 打开看一看，选有内容的那一份');
  if (file.size <= bytesMax) return null;
  return new Refusal(
    'payload_too_large',
    `“${file.name}”有 ${bytesTitle(file.size)}，一个文件至多 ${bytesTitle(bytesMax)}`,
    '删去图片和空白行再保存，或分成几个文件',
  );
}
