/** The one channel. Hints only: whoever misses one finds out by polling. */
export const channel = 'raydeck';
