/** Somebody pressed Ctrl-C, closed the terminal or asked the command to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('Interrupted.');
  }
}
