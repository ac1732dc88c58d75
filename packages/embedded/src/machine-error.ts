/** Something about this machine stops us. The message says what in one sentence, the remedy what to do about it. */
export class MachineError extends Error {
  override readonly name = 'MachineError';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
