import { NotFoundState } from '../ui/not-found-state.tsx';

export default function NotFound() {
  return (
    <main>
      <NotFoundState title="There is no such page" description="The address leads nowhere in this console." />
    </main>
  );
}
