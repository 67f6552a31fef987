/** Whose fault an error is: the user can mend it (file, command, destination), or the system failed. */
export type Fault = 'user' | 'system';

/** A kind of error: what it says, and how it ends a request or a command. */
export interface ErrorRow<T extends string = string, F extends Fault = Fault> {
  /** What was seen, what was expected, where, and what to do; `{name}` is filled in. */
  readonly text: T;
  readonly fault: F;
  /** HTTP status when the error answers a request. */
  readonly status: number;
  /** Exit status when the error ends a command. */
  readonly exit: number;
}

/** An error that the user can mend. */
function user<const T extends string>(text: T, status: number, exit = 1): ErrorRow<T, 'user'> {
  return { text, fault: 'user', status, exit };
}

/** An error that is the fault of this program, the machine or the network. */
function system<const T extends string>(text: T, status: number, exit = 1): ErrorRow<T, 'system'> {
  return { text, fault: 'system', status, exit };
}

/** Every error the system can raise, by its stable code. `docs/reference/errors.md` shows each; a test ties the two. */
export const ERRORS = {
  'element-missing': user('GStreamer element {element} is not on this machine; {advice}', 409),
  'pipeline-invalid': system('the pipeline of {component} cannot be built: {reason}', 500),
  'pipelines-forbidden': user(
    'the pipeline of {component} is not run: its text is part of the planet, and whoever may edit that could run anything on this machine; if this is wanted, write <allow-pipelines/> in the worker file, or start the worker with --allow-pipelines',
    403,
  ),
  'worker-away': user(
    'worker {worker} is not logged in{advice}; start it with flumotion-worker, or choose another one',
    409,
  ),
  'path-forbidden': user(
    'the worker shows nothing at {path}: {reason}; folders to look into are named in its file as <browse>/srv/media</browse>, or with --browse',
    403,
  ),
  'probe-failed': system('{what} could not be looked at: {reason}', 502),
  'state-change-hangs': system(
    'the pipeline of {component} did not reach {state} within {seconds} s; it hangs in {now}',
    500,
  ),
  'port-in-use': user(
    'port {port} is in use by another program; stop that program or choose another port with {option}',
    409,
  ),
  'login-refused': user('the manager {manager} refused the login of user {user}: {reason}', 401),
  'tester-descriptors': user(
    '{clients} listeners need {needs} open files, and this process may have {files}; allow more with ulimit -n {needs} (as root, or with LimitNOFILE in a systemd unit), or take fewer with --clients',
    409,
  ),
  'tester-ports': user(
    '{clients} listeners need as many ports, and {sources} address of this machine has {most} for connections to one place; give further addresses with --bind, as 127.0.0.2,127.0.0.3 for a server here, or raise sysctl net.ipv4.ip_local_port_range',
    409,
  ),
  'tester-churn': user(
    '--churn has listeners leave and come while the test lasts, and nothing says how long that is; give --duration with the seconds',
    400,
  ),
  'deadline-passed': system('{what} was not answered within {seconds} s', 504),
  'connection-closed': system('the connection to {peer} closed: {reason}', 502),
  'socket-in-use': user(
    'another process listens on the socket {path}; stop it or use another run directory',
    409,
  ),
  'socket-failed': system('the socket {path} cannot be used: {reason}', 500),
  'rundir-in-use': user(
    'the run directory {path} is in use by another worker; stop that worker or choose another folder with --rundir',
    409,
  ),
  'rundir-unusable': user('the run directory {path} cannot be used: {reason}', 500),
  'job-not-started': system('no process could be started for the job: {reason}', 500),
  'job-not-reached': system('the job of {id} cannot be reached just now: {reason}', 503),
  'job-unknown': user('this worker runs no job {id}', 404),
  'spec-refused': system('this worker cannot start {id}: {reason}', 409),
  'manager-unreachable': user('the manager at {manager} cannot be reached: {reason}', 502),
  'fingerprint-changed': user(
    'the manager at {manager} shows another certificate than before: fingerprint {fingerprint}, expected {before}. If its certificate was renewed, remove the line of {manager} from {file}; if not, somebody else answers there',
    502,
  ),
  'fingerprint-refused': user(
    'the certificate of the manager at {manager}, fingerprint {fingerprint}, was not accepted; nothing was sent',
    403,
  ),
  'login-wanted': user(
    'the manager at {manager} wants to know who asks: give -u USER and -p PASSWORD, --token, or a line "machine {host} login USER password PASSWORD" in {file} (mode 0600)',
    401,
  ),
  'login-file-open': user(
    '{file} holds passwords and others may read it; take that right away: chmod 600 {file}',
    403,
  ),
  'login-file-invalid': user('{file} cannot be used: {reason}', 422),
  'manager-answer': system('the manager at {manager} gave no usable answer to {request}: {reason}', 502),
  'manager-refused': user('the manager refuses {request}: {reason}', 400),
  'arguments-invalid': user('{reason}', 400),
  'operation-unknown': user('the manager has no operation {operation}{advice}', 404),
  'verb-retired': user('{verb} is not done any more: {reason}', 400),
  'mood-not-reached': system('{component} did not become {mood} within {seconds} s: {reason}', 504),
  'pins-unusable': user('the file of known managers, {file}, cannot be used: {reason}', 500),
  'elements-unchecked': system('this machine could not be asked for its GStreamer elements: {reason}', 500),
  'clock-not-provided': system('the time provider of this machine could not be started: {reason}', 500),
  'login-missing': user(
    'the manager wants to know who this worker is: give -u USER and -p PASSWORD, or <authentication> in the worker file',
    401,
  ),
  'daemonize-refused': user(
    '{command} stays in the foreground: run it as a systemd service, which keeps it running and its log, instead of -D',
    400,
  ),
  'peer-failed': system('{peer} could not do {method}: {reason}', 502),
  'component-type-unknown': user('component type {type} is not known here; {advice}', 422),
  'launch-invalid': user('{reason} (flumotion-launch --help shows the syntax)', 400),
  'launch-failed': user('{component} cannot go on: {reason}', 500),
  'property-unknown': user('{type} has no property {property}{advice}', 404),
  'plugin-unusable': system('component type {type} cannot be loaded from {dir}: {reason}', 500),
  'planet-invalid': user('{file} is not a valid planet file, nothing of it was loaded; {problems}', 422),
  'worker-file-invalid': user('{file} is not a valid worker file; {problems}', 422),
  'file-unreadable': user('{file} cannot be read: {reason}', 422),
  'message-invalid': system('a message {method} from {peer} does not have the agreed form: {reason}', 400),
  'feed-invalid': system(
    'a feed does not carry what it should: {reason}; the connection is closed and made again',
    502,
  ),
  'feed-greeting-invalid': system('a feed connection is refused: {reason}', 502),
  'feed-socket-taken': system(
    'the feed socket {path} cannot be opened: {reason}; end what uses it or remove the file',
    409,
  ),
  'property-not-live': user(
    'property {property} of {component} is unknown or cannot change while the component runs; change the planet file and restart the component',
    409,
  ),
  'plug-unknown': user(
    '{component} has no plug {plug}; name a plug by its type when there is one of it, else by its place, counted from 0: {plugs}',
    404,
  ),
  'plug-failed': user('the plug {plug} cannot start: {reason}', 500),
  'property-refused': user('property {property} of {component}: {reason}', 422),
  'table-unknown': user('{component} has no table {table}{advice}', 404),
  'table-query-invalid': user('the table {table} of {component} cannot be shown so: {reason}', 400),
  'table-failed': user('the table {table} of {component} cannot be read: {reason}', 409),
  'action-unknown': user('{component} has no action {action}{advice}', 404),
  'action-refused': user('the action {action} of {component} is not carried out: {reason}', 422),
  'action-failed': user('the action {action} of {component} failed: {reason}', 409),
  'state-in-use': user(
    'the state folder {folder} is in use by another manager; stop that manager or choose another folder with --state-dir',
    409,
  ),
  'state-unreadable': system(
    'the stored state {file} cannot be read: {reason}; give the manager the right to it or choose another --state-dir',
    500,
  ),
  'state-unwritable': system(
    'the state {file} cannot be stored: {reason}; give the manager the right to write there or choose another --state-dir',
    500,
  ),
  'file-unwritable': system('{file} cannot be written: {reason}; the change was not made', 500),
  'file-edited': user(
    '{file} says something else of the flow {flow} than what runs: it was edited and not loaded since; load it with POST /api/planet/reload, look at the flow again, then make the change',
    409,
  ),
  'flow-unknown': user('there is no flow {flow} in the planet{advice}', 404),
  'type-unknown': user('there is no type {type} here{advice}', 404),
  'flow-taken': user('there is a flow {flow} already; change that one, or choose another name', 409),
  'component-taken': user('there is a component {id} already; change that one, or choose another name', 409),
  'change-refused': user('the change is not made: {problems}', 422),
  'precondition-required': user(
    'a change of {what} has to say which state of it is meant: send the ETag that GET answered as If-Match',
    428,
  ),
  'changed-meanwhile': user(
    '{what} was changed since you read it{who}; read it again and make your change to what it is now',
    412,
  ),
  'planet-refused': user('{problems}', 422),
  'component-unknown': user('there is no component {id} in {where}', 404),
  'worker-unknown': user('no worker {worker} is or was logged in{advice}', 404),
  'worker-name-taken': user(
    'a worker {name} is logged in already, from {address}; give this one another name with --name',
    409,
  ),
  'not-logged-in': user('{what} is for workers that have logged in; send login first', 401),
  'elements-missing': user(
    'worker {worker} lacks the GStreamer elements {elements} that {component} needs; {advice}',
    409,
  ),
  'device-missing': user('worker {worker} has no device {device} for {component}; {advice}', 409),
  'bouncer-failed': user("the manager's bouncer {name} cannot start: {reason}", 500),
  'bouncer-away': system('the bouncer {name} cannot be asked: no worker runs it now', 503),
  'certificate-unusable': user(
    'the certificate {file} cannot be used: {reason}; a PEM file with a certificate and its private key is expected',
    500,
  ),
  'manager-name-invalid': user(
    'the manager name {name} cannot be the name of a folder; choose another with --name',
    422,
  ),
  'port-forbidden': user(
    'this user may not listen on port {port}; choose one above 1023 with --port, or give the right to it',
    403,
  ),
  'cannot-listen': user(
    'the manager cannot listen on {place}: {reason}; choose an address of this machine with --hostname',
    500,
  ),
  'not-admitted': user('access is refused: {reason}', 401),
  'cross-site': user(
    'a change asked for by a page of another site ({origin}) is refused; use the manager itself',
    403,
  ),
  'no-such-page': user('there is nothing at {path}; see /api/planet', 404),
  'method-not-allowed': user('{method} is not to be had at {path}; it takes {allowed}', 405),
  'role-lacking': user(
    'this needs the role {needed}, and {user} has the role {has}; ask an administrator of this manager',
    403,
  ),
  'user-unknown': user('there is no account {user}; GET /api/users lists those that there are', 404),
  'user-taken': user('there is an account {user} already; change that one, or choose another name', 409),
  'last-admin': user(
    '{user} is the last administrator, and without one nobody could change anything; make another account an administrator first',
    409,
  ),
  'own-account': user(
    'nobody can take {what} from the account by which the request came; have another administrator do it',
    409,
  ),
  'password-wrong': user('the old password is wrong; the password was not changed', 403),
  'password-elsewhere': user(
    "{user} has no password of the manager's own; change it where the bouncer of the planet file finds it",
    409,
  ),
  'token-unknown': user('there is no token {id}; GET /api/tokens lists those that there are', 404),
  'token-taken': user('there is a token {name} already; take that one away, or choose another name', 409),
  'too-many': user(
    'there are {most} {what} already, which is the most there can be; take some away first',
    409,
  ),
  'setup-done': user('the manager has been set up already; sign in with an account of it', 409),
  'setup-code-wrong': user(
    "the first account is made on the manager's own machine, by way of localhost, or with the code that the manager prints in its log; {reason}",
    403,
  ),
  'too-many-requests': user('too many requests come from there; try again in {seconds} s', 429),
  'request-invalid': user('the {part} of the request cannot be used: {reason}', 400),
  'graph-missing': user('{component} works without GStreamer, so there is no graph of it', 409),
  'feeder-unknown': user('{component} has no feeder {feeder}; it has {feeders}', 404),
  'preview-unfit': user('the feed {feed} has no {what}: it carries {caps}', 409),
  'preview-failed': system('the {kind} of {feed} cannot be shown: {reason}', 503),
  'previews-exhausted': user(
    'worker {worker} shows {limit} feeds already; look at fewer at one time, each is let go ten seconds after the last look',
    503,
  ),
  'listeners-exhausted': user('as many listen to the events as may at one time; try again later', 503),
  'log-levels-invalid': user('{reason}', 400),
  'body-invalid': user('the body of the request cannot be used: {reason}', 400),
  'body-encoding': user(
    'the body of the request {seen}; send it as UTF-8, as it is: without Content-Encoding, and without charset or with charset=utf-8',
    415,
  ),
  'upgrade-required': user(
    '{path} is a WebSocket, and this request is none: connect with a WebSocket client to {address}, with the same login; each message is JSON, see docs/manager-api.md',
    426,
  ),
  'body-too-large': user('the body of the request is larger than {limit} bytes', 413),
  internal: system('{what} failed by a fault in the manager; its log has the details', 500),
} as const satisfies Record<string, ErrorRow>;
