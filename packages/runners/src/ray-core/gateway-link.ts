import { RaydeckError } from '@raydeck/core';
import { GatewayMessage } from './gateway-message.ts';

/** A connection that a gateway has dialled, whoever keeps it. */
export interface GatewaySocket {
  readonly gatewayId: string;
  send(text: string): void;
  close(): void;
}

type Answer = Extract<GatewayMessage, { t: 'withdrawn' | 'adopted' }>;

/** The worker's end of a connection to a gateway: messages out, answers to questions in. */
export interface GatewayLink {
  readonly gatewayId: string;
  /** Its hello has come: both sides know what the other holds. */
  isReady: boolean;
  say(message: object): void;
  withdraw(ids: readonly string[]): Promise<Extract<GatewayMessage, { t: 'withdrawn' }>>;
  adopt(ids: readonly string[], fence: readonly string[]): Promise<Extract<GatewayMessage, { t: 'adopted' }>>;
  /** Parses what came; answers are given to who asked, the rest is returned. Throws for what is no message of a gateway. */
  read(text: string): Exclude<GatewayMessage, Answer> | null;
  /** Its questions fail, and nothing more is said. */
  close(): void;
}

const answerTimeoutMs = 10_000;

interface Question {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export function createGatewayLink(socket: GatewaySocket): GatewayLink {
  const questions = new Map<number, Question>();
  let asked = 0;

  const ask = <Kind extends Answer['t']>(t: Kind, message: object): Promise<Extract<Answer, { t: Kind }>> =>
    new Promise((resolve, reject) => {
      const number = (asked += 1);
      const fail = (): void => {
        questions.delete(number);
        reject(unavailable());
      };
      const timer = setTimeout(fail, answerTimeoutMs);
      questions.set(number, {
        // The gateway answers each question with its own kind; another one is a bug of it.
        resolve: (answer) => (answer.t === t ? resolve(answer as Extract<Answer, { t: Kind }>) : fail()),
        reject,
        timer,
      });
      socket.send(JSON.stringify({ ...message, ask: number }));
    });

  return {
    gatewayId: socket.gatewayId,
    isReady: false,
    say: (message) => socket.send(JSON.stringify(message)),
    withdraw: (ids) => ask('withdrawn', { t: 'withdraw', ids }),
    adopt: (ids, fence) => ask('adopted', { t: 'adopt', ids, fence }),
    read: (text) => {
      const message = GatewayMessage.parse(JSON.parse(text));
      if (message.t !== 'withdrawn' && message.t !== 'adopted') return message;
      const question = questions.get(message.ask);
      questions.delete(message.ask);
      clearTimeout(question?.timer);
      question?.resolve(message);
      return null;
    },
    close: () => {
      for (const { reject, timer } of questions.values()) {
        clearTimeout(timer);
        reject(unavailable());
      }
      questions.clear();
      socket.close();
    },
  };
}

function unavailable(): RaydeckError {
  return new RaydeckError('UNAVAILABLE', 'The gateway did not answer.');
}
