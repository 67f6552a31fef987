import { join } from 'node:path';
import { parsePorts, parseWorkerFile, readWorkerFile } from '../../core/src/config/worker-file';

function parse(body: string): unknown {
  return parseWorkerFile(body, 'w.xml');
}

describe('parseWorkerFile', () => {
  it('reads everything a worker file may say', () => {
    expect(
      parse(`<?xml version="1.0"?>
        <worker name="one">
          <manager><host>manager.example.org</host><port>8642</port><transport>tcp</transport></manager>
          <authentication type="plaintext"><username>user</username><password> te&lt;st </password></authentication>
          <feederports>8650-8652,8660</feederports>
          <debug>*:4</debug>
        </worker>`),
    ).toEqual({
      name: 'one',
      manager: { host: 'manager.example.org', port: 8642, transport: 'tcp' },
      username: 'user',
      password: ' te<st ',
      feederPorts: [8650, 8651, 8652, 8660],
      debug: '*:4',
    });
  });

  it('leaves out what is empty', () => {
    expect(
      parse('<worker><manager><host></host><port/></manager><authentication/><debug/></worker>'),
    ).toEqual({
      manager: {},
    });
    expect(parse('<worker/>')).toEqual({ manager: {} });
  });

  it.each([
    ['<feederports/>', []],
    ['<feederports random="yes"/>', 'random'],
    ['<feederports random="no">8600</feederports>', [8600]],
  ])('reads %s', (body, feederPorts) => {
    expect(parse(`<worker>${body}</worker>`)).toMatchObject({ feederPorts });
  });

  it.each([
    ['<allow-pipelines/>', true],
    ['', undefined],
  ])('%s allows pipelines: %s', (body, allowed) => {
    const file = parse(`<worker>${body}</worker>`) as { allowPipelines?: boolean };
    expect(file.allowPipelines).toBe(allowed);
  });

  it('names folders to look into as often as wanted', () => {
    const file = parse('<worker><browse>/srv/media</browse><browse> /srv/films </browse></worker>');
    expect(file).toMatchObject({ browse: ['/srv/media', '/srv/films'] });
    expect(() => parse('<worker><browse>media</browse></worker>')).toThrow(
      'expected a folder, as /srv/media',
    );
  });

  it('takes <allow-pipelines/> only empty', () => {
    expect(() => parse('<worker><allow-pipelines>no</allow-pipelines></worker>')).toThrow('is written empty');
  });

  it('names every error with its line', () => {
    expect(() =>
      parse(`<worker nam="x">
        <manager><port>many</port><transport>udp</transport><host>a</host><host>b</host></manager>
        <feederports>8639-8600</feederports>
        <authentification/>
      </worker>`),
    ).toThrow(
      [
        'w.xml is not a valid worker file; 6 errors:',
        'w.xml:1: unknown attribute "nam" of <worker>; did you mean "name"?',
        'w.xml:2: <port> "many" is not a port from 1 to 65535',
        'w.xml:2: <transport> "udp" is neither tcp nor ssl',
        'w.xml:2: second <host> in <manager>; there may be one',
        'w.xml:3: <feederports>: "8639-8600" runs backwards; write the lower port first',
        'w.xml:4: unexpected element <authentification> in <worker>; did you mean "authentication"?',
      ].join('\n'),
    );
  });

  it('refuses a planet file', () => {
    expect(() => parse('<planet/>')).toThrow('w.xml:1: the file begins with <planet>; expected <worker>');
  });
});

describe('parsePorts', () => {
  it.each(['8600-', 'x', '0', '65536', '1,,2', '-5', '1-2-3'])('refuses %j', (text) => {
    expect(typeof parsePorts(text)).toBe('string');
  });
});

describe('the sample worker file', () => {
  it('loads', () => {
    expect(readWorkerFile(join(__dirname, '../../conf/workers/default.xml'))).toMatchObject({
      username: 'user',
      password: 'test',
    });
  });
});
