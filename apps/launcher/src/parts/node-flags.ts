/**
 * Node's flags for console and worker; the images have the same. By itself Node lets garbage lie until the heap is several times what lives
 * in it: with a smaller nursery a worker takes a quarter less after a large backlog, and drains it as fast.
 */
export const workerNodeFlags = ['--max-semi-space-size=8'];

/**
 * With a bound and smaller steps of growth beside it a hundred open consoles take a sixth less. A console that renders pages without a
 * pause renders a tenth fewer.
 */
export const webNodeFlags = ['--max-semi-space-size=4', '--max-old-space-size=768', '--heap-growing-percent=20'];

/** Of the C library: the pools of memory that threads share. By itself it makes eight for each core, and what is free in one serves no other. */
export const nodeEnvironment = { MALLOC_ARENA_MAX: '2' };
