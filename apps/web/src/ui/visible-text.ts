export { visibleText } from '@raydeck/core';
