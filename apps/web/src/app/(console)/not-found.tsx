import { NotFoundState } from '../../ui/not-found-state.tsx';

export default function NotFound() {
  return (
    <NotFoundState
      title="There is no such task"
      description="It may have been deleted after its retention, or the id is not whole."
    />
  );
}
