import { describe, expect, it } from 'vitest';
import { Redaction } from './redaction.ts';
import { mask, redactionRules } from './redaction-rules.ts';
import { refuseMasks, restoreMasked } from './restore-masked.ts';

const rules = redactionRules();
const redactionOf = (json: string, options: Parameters<typeof redactionRules>[0] = {}) => {
  const redaction = new Redaction(redactionRules(options));
  redaction.learn('kwargs', json);
  return redaction;
};
const shown = (json: string, options: Parameters<typeof redactionRules>[0] = {}) =>
  redactionOf(json, options).json('kwargs', json);

describe('the default names', () => {
  it.each([
    'password',
    'DB_PASSWORD',
    'userPassword',
    'passwordHash',
    'pass',
    'client_secret',
    'secretKey',
    'token',
    'accessToken',
    'X-Auth-Token',
    'authtoken',
    'refresh_tokens',
    'Authorization',
    'api_key',
    'apiKey',
    'APIKEY',
    'x-api-key',
    'stripeApiKey',
    'aws_secret_access_key',
    'private_key',
    'credentials',
    'creditCard',
    'card_number',
    'cvv',
    'Set-Cookie',
    'sessionId',
    'iban',
  ])('hold %s', (name) => {
    expect(rules.isSecretName(name)).toBe(true);
  });

  it.each(['max_tokens', 'tokenizer', 'author', 'passenger', 'key', 'keys', 'bypass', 'spin', 'name', 'card', ''])(
    'leave %s',
    (name) => {
      expect(rules.isSecretName(name)).toBe(false);
    },
  );

  it('are added to and taken from', () => {
    const own = redactionRules({ keys: ['=code', 'customer', '*_ref', '-iban'] });
    const decided = ['code', 'zip_code', 'customerName', 'order_ref', 'refund', 'iban', 'password'].map(
      own.isSecretName,
    );
    expect(decided).toEqual([true, false, true, true, false, false, true]);
    expect(redactionRules({ keys: ['-*'] }).isSecretName('password')).toBe(false);
  });
});

describe('a pattern that means nothing', () => {
  it.each(['', '*', '=', '=a*', 'a'.repeat(101), '-nothing'])('is refused: key "%s"', (key) => {
    expect(() => redactionRules({ keys: [key] })).toThrow(/pattern|takes out/);
  });

  it.each([
    '',
    'kwargs',
    'body.x',
    'kwargs..x',
    'kwargs.a*',
    'args[x]',
    'args[',
    `kwargs${'.a'.repeat(30)}`,
    'kwargs.**.**',
  ])('is refused: path "%s"', (path) => {
    expect(() => redactionRules({ paths: [path] })).toThrow(/path/);
  });
});

describe('JSON', () => {
  it('stays as it was written around what is redacted', () => {
    const json = '{ "b":1e22, "2":-0.0, "password" : "hunter2hunter2", "1": 12345678901234567890, "b":[ ] }';
    expect(shown(json)).toBe(`{ "b":1e22, "2":-0.0, "password" : "${mask}", "1": 12345678901234567890, "b":[ ] }`);
  });

  it('is redacted with all that a redacted name holds, but for null, true, false and nothing', () => {
    const json =
      '{"credentials":{"user":["root",{"x":1}],"y":null},"has_token":true,"token":null,"secret":"","pin":4711}';
    expect(shown(json)).toBe(`{"credentials":"${mask}","has_token":true,"token":null,"secret":"","pin":"${mask}"}`);
  });

  it('is redacted where a value recurs: in a text, a name, a number', () => {
    const json = '{"token":"tok-123456","pin":987654,"a":"x tok-123456 y","tok-123456":1987654,"b":"tok-12345"}';
    expect(shown(json)).toBe(
      `{"token":"${mask}","pin":"${mask}","a":"x ${mask} y","${mask}":"${mask}","b":"tok-12345"}`,
    );
  });

  it('is redacted within texts that are JSON themselves', () => {
    const inner = JSON.stringify({
      user: 'ada',
      password: 'hunter2hunter2',
      note: JSON.stringify({ token: 'tok-123456' }),
    });
    const redacted = JSON.stringify({ user: 'ada', password: mask, note: JSON.stringify({ token: mask }) });
    expect(JSON.parse(shown(JSON.stringify({ body: inner })))).toEqual({ body: redacted });
  });

  it('is redacted at paths', () => {
    const paths = ['kwargs.customer.iban', 'kwargs.items[*].note', 'kwargs.list[1]', 'kwargs.**.deep', 'kwargs.all.**'];
    const json =
      '{"customer":{"iban":"a","name":"b"},"items":[{"note":"c","x":"d"}],"list":["e","f"],"q":{"w":{"deep":"g"}},"all":{"h":"i"}}';
    expect(shown(json, { keys: ['-*'], paths })).toBe(
      `{"customer":{"iban":"${mask}","name":"b"},"items":[{"note":"${mask}","x":"d"}],"list":["e","${mask}"],"q":{"w":{"deep":"${mask}"}},"all":"${mask}"}`,
    );
  });

  it('names what goes by position by the signature, for names and for paths', () => {
    const names = {
      namesAt: (index: number) => [['user', 'api_key', 'note'][index] ?? 'rest'],
      isDeclaredSecret: () => false,
    };
    const redaction = new Redaction(redactionRules({ paths: ['kwargs.note.text', 'args[3]'] }), names);
    const json = '["ada","key-123456",{"text":"private"},"fourth","fifth"]';
    redaction.learn('args', json);
    expect(redaction.json('args', json)).toBe(`["ada","${mask}",{"text":"${mask}"},"${mask}","fifth"]`);
  });

  it('that is none is masked whole', () => {
    for (const text of ['{"password":"x', 'nonsense', '{]', '{"a":01}', '"', ']']) {
      expect(new Redaction(rules).json('result', text)).toBe(`"${mask}"`);
    }
  });
});

describe('text', () => {
  const redaction = redactionOf(
    '{"password":"hünter 2/\\"x\\"\\n-line two-","authorization":"Bearer abcdef123456","pin":4711}',
  );

  it.each([
    ['as it is', 'hünter 2/"x"'],
    ['as JSON', 'h\\u00fcnter 2/\\"x\\"\\n-line two-'],
    ['as JSON in JSON', 'hünter 2/\\\\\\"x\\\\\\"\\\\n-line two-'],
    ['as Python prints it', 'hünter 2/"x"\\n-line two-'],
    ['in an address', 'h%C3%BCnter%202%2F%22x%22%0A-line%20two-'],
    ['in a form', 'h%c3%bcnter+2%2f%22x%22%0a-line+two-'],
    ['in base64', 'aMO8bnRlciAyLyJ4IgotbGluZSB0d28t'],
    ['in base64 after other bytes', 'eGjDvG50ZXIgMi8ieCIKLWxpbmUgdHdvLQ'],
    ['in hexadecimal', '68c3bc6e74657220322f2278220a2d6c696e652074776f2d'],
    ['without its scheme', 'abcdef123456'],
    ['short, as a word', '4711'],
  ])('has no value that recurs %s', (_how, spelling) => {
    const text = redaction.text(`before ${spelling} after`);
    expect(text).toContain(mask);
    expect(text).not.toContain(spelling);
    expect(text.startsWith('before ')).toBe(true);
  });

  it('keeps a short value within a longer word', () => {
    expect(redaction.text('147112')).toBe('147112');
  });

  it('has no part of a value that was cut off at either end, nor where Python left the middle out', () => {
    expect(redaction.text('23456 and then abcdef1')).toBe(`23456 and then ${mask}`);
    expect(redaction.text('def123456 was it')).toBe(`${mask} was it`);
    expect(redaction.text('…def123456 was abcdef12...')).toBe(`…${mask} was ${mask}...`);
    const middle = '\n... 9000 characters in all, the middle left out ...\n';
    expect(redaction.text(`was abcdef12${middle}f123456 it`)).toBe(`was ${mask}${middle}${mask} it`);
  });

  it.each([
    ['password=hunter2', `password=${mask}`],
    ['{"api_key": "k-1 2", "a": 1}', `{"api_key": "${mask}", "a": 1}`],
    ["{'token': 'it\\'s', 'a': 1}", `{'token': '${mask}', 'a': 1}`],
    ["{'credentials': {'user': 'x', 'n': [1]}, 'a': 1}", `{'credentials': ${mask}, 'a': 1}`],
    ['{\\"token\\": \\"abc\\", \\"a\\": 1}', `{\\"token\\": \\"${mask}\\", \\"a\\": 1}`],
    ['GET /x?token=abc&a=1', `GET /x?token=${mask}&a=1`],
    ['Authorization: Bearer abc.def', `Authorization: ${mask}`],
    ['Cookie: a=b; c=d', `Cookie: ${mask}`],
    ['run --password hunter2 --force', `run --password ${mask} --force`],
    ['postgresql://me:p@ss@db/x', `postgresql://me:${mask}@db/x`],
    ['git+https://ghp_0123456789abcdefghij@github.com/x', `git+https://${mask}@github.com/x`],
    ['paid with 4111 1111 1111 1111.', `paid with ${mask}.`],
    ['pan=5500005555555559', `pan=${mask}`],
    ['amex 3782-822463-10005', `amex ${mask}`],
  ])('has no value beside its name: %s', (text, expected) => {
    expect(new Redaction(rules).text(text)).toBe(expected);
  });

  it.each([
    'token: None',
    'max_tokens=256',
    'variable SHOP_API_KEY: NOT SET',
    "KeyError: 'token'",
    'task 01a1f9e5-4111-4111-8111-111111111111',
    '4111111111111112',
    'at 1764330671000123 ns',
    '0.4111111111111111',
    'http://host:8265/x',
    'ssh://git@github.com/x',
    '12:30:45',
  ])('stays as it is: %s', (text) => {
    expect(new Redaction(rules).text(text)).toBe(text);
  });

  it('is withheld as a whole when there are too many values to search for', () => {
    const many = JSON.stringify({ secrets: Array.from({ length: 20_000 }, (_, at) => `value-number-${at}`) });
    expect(redactionOf(many).text('value-number-5')).not.toContain('value-number-5');
    expect(redactionOf(many).text('')).toBe('');
  });
});

describe('an edit of what was shown', () => {
  const original =
    '{"user":"ada","password":"hunter2hunter2","url":"x hunter2hunter2 y","n":[12345678901234567890,{"pin":123456.0}]}';
  const where = { original, shown: shown(original), root: 'kwargs' };

  it('has the values again that were left as they were shown', () => {
    expect(restoreMasked(where.shown, where)).toBe(original);
    expect(restoreMasked(where.shown.replace('ada', 'bob'), where)).toBe(original.replace('ada', 'bob'));
    expect(restoreMasked(`{"password":"${mask}"}`, where)).toBe('{"password":"hunter2hunter2"}');
    expect(restoreMasked('{"password":"\\u2039redacted›"}', where)).toBe('{"password":"hunter2hunter2"}');
  });

  it.each([
    [`{"token":"${mask}"}`, 'kwargs.token'],
    [`{"url":"z ${mask} y"}`, 'kwargs.url'],
    [`{"n":["${mask}"]}`, 'kwargs.n[0]'],
    [`{"${mask}":1}`, `kwargs.${mask}`],
  ])('is refused with a mask in another place: %s', (edited, path) => {
    expect(() => restoreMasked(edited, where)).toThrow(expect.objectContaining({ code: 'INVALID', path }));
  });

  it('that is new may hold no mask at all', () => {
    expect(() => refuseMasks(`{"a":["${mask}"]}`, 'kwargs')).toThrow(expect.objectContaining({ path: 'kwargs.a[0]' }));
    expect(() => refuseMasks('{"a":"redacted"}', 'kwargs')).not.toThrow();
  });
});
