import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let server: Server;
let proxy: TcpProxy;

beforeEach(async () => {
  // Answers each portion with the same in capitals.
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => socket.write(chunk.toString().toUpperCase()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await startTcpProxy({ host: '127.0.0.1', port: address.port });
});

afterEach(async () => {
  await proxy.close();
  server.close();
});

async function dial(): Promise<{ socket: Socket; read: () => string; isOver: () => boolean }> {
  const socket = connect(proxy.port, '127.0.0.1');
  let text = '';
  let over = false;
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => (over = true));
  await once(socket, 'connect');
  return { socket, read: () => text, isOver: () => over };
}

test('bytes pass both ways', async () => {
  const { socket, read } = await dial();
  socket.write('hello');
  await expect.poll(read).toBe('HELLO');
});

test('a reset ends open connections, and new ones are served', async () => {
  const first = await dial();
  proxy.reset();
  await expect.poll(first.isOver).toBe(true);
  const second = await dial();
  second.socket.write('again');
  await expect.poll(second.read).toBe('AGAIN');
});

test('while it refuses, no connection lives', async () => {
  proxy.setMode('refuse');
  // The reset comes right after the connection, or in its place.
  const isOver = await dial().then(
    (one) => one.isOver,
    () => () => true,
  );
  await expect.poll(isOver).toBe(true);
});

test('a half-open connection carries nothing any more, closes not, and stays so', async () => {
  const { socket, read, isOver } = await dial();
  socket.write('a');
  await expect.poll(read).toBe('A');
  proxy.setMode('half-open');
  socket.write('b');
  proxy.setMode('pass');
  socket.write('c');
  await delay(200);
  expect([read(), isOver()]).toEqual(['A', false]);
});

test('what is stalled arrives later, whole and in order', async () => {
  const { socket, read } = await dial();
  proxy.setMode('stall');
  socket.write('a');
  await delay(100);
  socket.write('b');
  expect(read()).toBe('');
  proxy.setMode('pass');
  await expect.poll(read).toBe('AB');
});

test('a cut comes after exactly so many bytes of an answer', async () => {
  const { socket, read, isOver } = await dial();
  proxy.cutAfter(() => 3);
  socket.write('hello');
  await expect.poll(isOver).toBe(true);
  expect('HEL'.startsWith(read())).toBe(true);
});

test('an answer that is to be lost reaches the server as a question and never comes back', async () => {
  const asked: string[] = [];
  server.on('connection', (socket: Socket) => socket.on('data', (chunk: Buffer) => asked.push(chunk.toString())));
  proxy.loseAnswers(/^POST /);
  const first = await dial();
  first.socket.write('POST /');
  await expect.poll(first.isOver).toBe(true);
  expect([first.read(), asked, proxy.lost]).toEqual(['', ['POST /'], 1]);
  proxy.loseAnswers(null);
  const second = await dial();
  second.socket.write('POST /');
  await expect.poll(second.read).toBe('POST /');
});

test('with a pattern, a stall holds the connection that says such a thing and no other', async () => {
  const held = await dial();
  const free = await dial();
  proxy.setMode('stall', /judge/);
  held.socket.write('judge ');
  free.socket.write('read');
  await expect.poll(free.read).toBe('READ');
  held.socket.write('read');
  expect(held.read()).toBe('');
  proxy.setMode('pass');
  await expect.poll(held.read).toBe('JUDGE READ');
});
