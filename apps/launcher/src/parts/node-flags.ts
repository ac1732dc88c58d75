/**
 * Node's flags for console and worker; the images have the same. By itself Node lets garbage lie until the heap is several times what lives
 * in it: with a smaller nursery a worker takes half as much after a large backlog, and drains it as fast.
 */
export const workerNodeFlags = ['--max-semi-space-size=8'];

/**
 * With a bound beside it a hundred open consoles take a third less, for the same processor time. A console that renders pages without a
 * pause renders a few fewer.
 */
export const webNodeFlags = ['--max-semi-space-size=8', '--max-old-space-size=768', '--heap-growing-percent=30'];
