import { NotFoundState } from '../../../../ui/not-found-state.tsx';

export default function NoSuchGroup() {
  return <NotFoundState title="The API has no such part" description="The reference names all that there are." />;
}
