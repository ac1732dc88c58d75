import { Button, Group } from '@mantine/core';
import classes from './new-rows.module.css';

/** Rows that came in above the shown ones: they wait until somebody asks, so that nothing moves under the pointer. */
export function NewRows({ count, onShow }: { count: number | string; onShow: () => void }) {
  return (
    <Group justify="center" className={classes['waiting']}>
      <Button size="compact-xs" radius="xl" onClick={onShow}>
        {count} new
      </Button>
    </Group>
  );
}
