// Where each county's tile lies: column and row from 1, roughly as the counties lie to each other.
// A city that is not listed here gets its counties in the order of the register.

export interface Place {
  column: number;
  row: number;
}

const yulin: Record<string, Place> = {
  '610802000000': { column: 3, row: 1 }, // 榆阳区
  '610881000000': { column: 4, row: 1 }, // 神木市
  '610822000000': { column: 5, row: 1 }, // 府谷县
  '610803000000': { column: 3, row: 2 }, // 横山区
  '610827000000': { column: 4, row: 2 }, // 米脂县
  '610828000000': { column: 5, row: 2 }, // 佳县
  '610825000000': { column: 1, row: 3 }, // 定边县
  '610824000000': { column: 2, row: 3 }, // 靖边县
  '610831000000': { column: 3, row: 3 }, // 子洲县
  '610826000000': { column: 4, row: 3 }, // 绥德县
  '610829000000': { column: 5, row: 3 }, // 吴堡县
  '610830000000': { column: 4, row: 4 }, // 清涧县
};

export function placeOf(code: string): Place | null {
  return yulin[code] ?? null;
}
