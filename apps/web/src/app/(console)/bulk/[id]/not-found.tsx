import { NotFoundState } from '../../../../ui/not-found-state.tsx';

export default function NoSuchOperation() {
  return (
    <NotFoundState
      title="There is no such operation"
      description="They are kept for three months, or the id is not whole."
    />
  );
}
