import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, linkFields, LinkTemplate, type LinkValues } from './link-template.ts';

const values: LinkValues = {
  taskId: 't1',
  attemptId: 'a1',
  attempt: '2',
  callable: 'shop.charge',
  queue: 'mail',
  worker: 'deck-1',
  rayJobId: 'rd-x-a1',
  rayNodeId: 'n1',
  pod: null,
  from: '1000',
  to: '2000',
};

describe('LinkTemplate', () => {
  it.each([
    'https://grafana.example/d/raydeck?var-task={taskId}&from={from}&to={to}',
    'http://localhost:3100/explore?left={"expr":"x"}'.replaceAll(/[{}"]/g, ''),
    'https://loki.example/#{attemptId}',
  ])('takes %s', (template) => {
    expect(LinkTemplate.parse(template)).toBe(template);
  });

  it.each([
    'javascript:alert({taskId})',
    'data:text/html,{taskId}',
    '//grafana.example/{taskId}',
    '/grafana/{taskId}',
    'https://{taskId}.example/',
    'https://{taskId}/x',
    'https://user:{taskId}@grafana.example/',
    'https://',
    'https://grafana.example/{args}',
    'https://grafana.example/{}',
    'https://grafana.example/{taskId',
    'https://grafana.example/a b',
  ])('refuses %s', (template) => {
    expect(LinkTemplate.safeParse(template).success).toBe(false);
  });
});

describe('fillTemplate', () => {
  it('puts in what the attempt has, and gives none where something is missing', () => {
    expect(fillTemplate('https://g.example/?t={taskId}&from={from}', values)).toBe('https://g.example/?t=t1&from=1000');
    expect(fillTemplate('https://g.example/?pod={pod}', values)).toBeNull();
  });

  it('leads to the same host whatever the values are, and keeps each within its place', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const all = Object.fromEntries(linkFields.map((field) => [field, text])) as LinkValues;
        const url = new URL(fillTemplate('https://g.example/{callable}?a={queue}&b=1#c', all) ?? '');
        expect([url.host, url.protocol, url.hash]).toEqual(['g.example', 'https:', '#c']);
        expect([...url.searchParams.keys()]).toEqual(['a', 'b']);
        expect(url.searchParams.get('a')).toBe(text);
      }),
    );
  });
});
