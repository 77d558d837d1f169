// 人员信息: whose details stand open beside the page. Part of the URL (`person`).
import { useSession } from './useSession';
import { useUrlState } from './useUrlState';

export function usePerson() {
  const { may } = useSession();
  const { parameter, patch } = useUrlState();
  return {
    person: parameter('person'),
    mayOpen: () => may('seeNames') || may('unmask'),
    open: (person: string) => patch({ person }),
    close: () => patch({ person: undefined }),
  };
}
