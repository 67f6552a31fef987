/*
 * What the manager's API takes and answers: made from its own description by `npm run docs:update`. Do not edit.
 */
export interface components {
    schemas: {
        readonly Planet: {
            readonly name: string;
            readonly version: string;
            readonly flows: readonly {
                readonly name: string;
                readonly components: readonly components["schemas"]["Component"][];
            }[];
            readonly workers: readonly components["schemas"]["Worker"][];
            readonly plugs: readonly components["schemas"]["ManagerPlug"][];
            /** @description Id of the last event that is in it, for `/api/events?since=`. */
            readonly event: string;
        };
        readonly Component: {
            /** @description `/flow/name` */
            readonly id: string;
            readonly flow: string;
            readonly name: string;
            readonly type: string;
            readonly label?: string;
            readonly worker: string;
            /**
             * @description What should be; `mood` is what is.
             * @enum {string}
             */
            readonly wanted: "running" | "stopped";
            /** @enum {string} */
            readonly mood: "happy" | "hungry" | "waking" | "sleeping" | "lost" | "sad";
            /** @description Why the mood is what it is. */
            readonly reason?: string;
            readonly messages: readonly components["schemas"]["Message"][];
            /** @description Given values, without the secret ones. */
            readonly properties: {
                readonly [key: string]: components["schemas"]["PropertyValue"];
            };
            readonly pid?: number;
            /** @description Milliseconds since 1970. */
            readonly started?: number;
            /** @description Fraction of one core. */
            readonly cpu?: number;
            /** @description Bytes. */
            readonly memory?: number;
            readonly restarts?: number;
            readonly stats: {
                readonly [key: string]: number | string;
            };
            readonly plugs: readonly components["schemas"]["Plug"][];
            readonly eaters: readonly components["schemas"]["Eater"][];
            readonly feeders: readonly components["schemas"]["Feeder"][];
        };
        readonly Message: {
            /** @enum {string} */
            readonly level: "error" | "warning" | "info";
            readonly id: string;
            readonly text: string;
            /** @description Milliseconds since 1970. */
            readonly time: number;
            /** @description What to do about it. */
            readonly advice?: string;
            readonly debug?: string;
        };
        readonly PropertyValue: number | boolean | string | null | readonly unknown[] | {
            readonly [key: string]: unknown;
        };
        readonly Plug: {
            readonly name: string;
            readonly type: string;
            readonly socket: string;
            readonly feeder?: string;
            /** @description Given values, without the secret ones. */
            readonly properties: {
                readonly [key: string]: components["schemas"]["PropertyValue"];
            };
        };
        readonly Eater: {
            readonly eater: string;
            readonly alias: string;
            /** @description Full id of the feed, `/flow/component:feeder`. */
            readonly feed: string;
            readonly connected: boolean;
            /** @description Why it is not connected. */
            readonly reason?: string;
            /** @description Milliseconds since 1970. */
            readonly since?: number;
            readonly connections: number;
        };
        readonly Feeder: {
            readonly feeder: string;
            readonly caps?: string;
            /** @description Where it is open to other machines. */
            readonly port?: number;
            /** @description Buffers that came through since its job started. */
            readonly buffers?: number;
            readonly clients: readonly components["schemas"]["FeedClient"][];
            /** @description Connections refused for a wrong secret or greeting. */
            readonly refused: number;
        };
        readonly FeedClient: {
            /** @description Full id of the eater, `/flow/component:alias`. */
            readonly client: string;
            readonly connected: boolean;
            /** @description Milliseconds since 1970. */
            readonly since: number;
            readonly bytes: number;
            /** @description Buffers that it missed. */
            readonly dropped: number;
            /** @description Bytes that wait to be sent to it. */
            readonly behind?: number;
            readonly reconnects: number;
        };
        readonly Worker: {
            readonly name: string;
            readonly online: boolean;
            /** @description Milliseconds since 1970. */
            readonly since?: number;
            readonly version?: string;
            readonly address: string;
            readonly hostname: string;
            /** @description TCP ports that its feeds to other machines may have; none where the system chooses. */
            readonly feederPorts: readonly number[];
            /** @description How busy its machine is as a whole, as told each five seconds; left out while it is away. */
            readonly load?: components["schemas"]["MachineLoad"];
            readonly packages: readonly {
                readonly name: string;
                readonly version: string;
                /** @description The plugin API that it was made for, as a range. */
                readonly api: string;
                readonly components: readonly string[];
                /** @description Types of plugs in it. */
                readonly plugs?: readonly string[];
                readonly problem?: string;
                /** @description Version of the same package where the manager runs. */
                readonly known?: string;
                /** @enum {string} */
                readonly fit?: "same" | "newer" | "older" | "apart";
            }[];
        };
        readonly MachineLoad: {
            /** @description Processors that it has. */
            readonly cores: number;
            /** @description Processes that ran or waited to, on average over the last 1, 5 and 15 minutes. */
            readonly averages: readonly number[];
            /** @description Fraction of all its processors that is in use. */
            readonly cpu?: number;
            readonly memory: {
                /** @description Bytes that could not be given to another process. */
                readonly used: number;
                /** @description Bytes that it has. */
                readonly total: number;
            };
            /** @description Seconds since it was started. */
            readonly uptime: number;
        };
        readonly ManagerPlug: {
            readonly name: string;
            readonly type: string;
            readonly socket: string;
            readonly problem?: string;
        };
        readonly TableDeclaration: {
            /** @description One sentence for people. */
            readonly description: string;
            /** @description A gauge whose course is shown beside it. */
            readonly figure?: string;
            /** @description Without this property there is nothing in it. */
            readonly property?: string;
            readonly columns: {
                readonly [key: string]: components["schemas"]["Column"];
            };
        };
        readonly Column: {
            /**
             * @description `time` is in milliseconds since 1970.
             * @enum {string}
             */
            readonly kind: "text" | "number" | "bool" | "time";
            /** @description As shown to people: `bit/s`, `s`, `ms`, `px`, `Hz`, `bytes`. */
            readonly unit?: string;
            /** @description One sentence for people. */
            readonly description: string;
        };
        readonly ActionDeclaration: {
            /** @description One sentence for people. */
            readonly description: string;
            /** @description The table to whose things it is done. */
            readonly table?: string;
            readonly parameters?: {
                readonly [key: string]: components["schemas"]["PropertyDeclaration"];
            };
            readonly answer?: {
                readonly [key: string]: components["schemas"]["Column"];
            };
        };
        readonly PropertyDeclaration: {
            /** @enum {string} */
            readonly type: "int" | "long" | "float" | "bool" | "string" | "rawstring" | "fraction" | "enum" | "compound";
            /** @description One sentence for people. */
            readonly description: string;
            /** @description As shown to people: `bit/s`, `s`, `ms`, `px`, `Hz`, `bytes`. */
            readonly unit?: string;
            /** @description The component cannot run without a value. */
            readonly required?: boolean;
            /** @description It may be given several times; its value is then an array. */
            readonly multiple?: boolean;
            /** @description It is a password or a key, which is never shown. */
            readonly secret?: boolean;
            /** @description It may change while the component runs. */
            readonly live?: boolean;
            /** @description People reach for it while the component runs. */
            readonly control?: boolean;
            /** @description What its whole numbers stand for. */
            readonly labels?: {
                readonly [key: string]: string;
            };
            /** @description It means nothing any more; this is the warning. */
            readonly retired?: string;
            /** @description Old spellings that planet files may have. */
            readonly aliases?: readonly string[];
            readonly default?: components["schemas"]["PropertyValue"];
            readonly min?: number | readonly [
                number,
                number
            ];
            readonly max?: number | readonly [
                number,
                number
            ];
            /** @description Of an `enum`: the words of which it is one. */
            readonly values?: readonly string[];
            /** @description It names a device of the machine. */
            readonly device?: boolean;
            /**
             * @description It names such a component of the atmosphere.
             * @enum {string}
             */
            readonly names?: "bouncer" | "porter";
            /**
             * @description It is a path on the machine of the worker.
             * @enum {string}
             */
            readonly path?: "file" | "folder";
            /** @description Of a `compound`: the properties in it. */
            readonly properties?: {
                readonly [key: string]: components["schemas"]["PropertyDeclaration"];
            };
        } & {
            readonly [key: string]: unknown;
        };
        readonly NewFlow: {
            readonly name: string;
            /**
             * @description None when left out; they can be added later.
             * @default []
             */
            readonly components: readonly components["schemas"]["ComponentConfig"][];
        };
        readonly ComponentConfig: {
            /** @description Name in its flow. */
            readonly name: string;
            readonly type: string;
            /** @description Name for people. */
            readonly label?: string;
            /** @description Name of the worker that runs it. */
            readonly worker?: string;
            readonly eaters?: {
                readonly [key: string]: readonly {
                    /** @description `component:feeder`, or `component` for its feeder `default`. */
                    readonly feed: string;
                    /** @description Unique in the component; the name of the eater when left out. */
                    readonly alias?: string;
                }[];
            };
            /** @description Given values by name: numbers, booleans, text, `[n, d]` for fractions, objects for compounds. */
            readonly properties?: {
                readonly [key: string]: unknown;
            };
            readonly plugs?: readonly {
                readonly type: string;
                /** @description Of an effect: the feeder in front of which it is. */
                readonly feeder?: string;
                readonly properties?: {
                    readonly [key: string]: unknown;
                };
                /** @description Names of the secret values that are set. They are never given; one that is left out of `properties` keeps its value, and null takes it away. */
                readonly secrets?: readonly string[];
            }[];
            /** @description Feeder by the name it is offered under. */
            readonly virtualFeeds?: {
                readonly [key: string]: string;
            };
            readonly clockMaster?: boolean;
            /** @description Names of the secret values that are set. They are never given; one that is left out of `properties` keeps its value, and null takes it away. */
            readonly secrets?: readonly string[];
            /** @description Given alone: name of the stored component of the same flow and type whose secret values are kept where they are left out, as of one that is renamed or copied; its own name when left out. */
            readonly secretsFrom?: string;
        };
        readonly Verdict: {
            /** @description Everything that is wrong or strange. */
            readonly problems: readonly {
                /**
                 * @description A change with an error is refused.
                 * @enum {string}
                 */
                readonly level: "error" | "warning";
                readonly text: string;
                /** @description `/flow/component` */
                readonly component?: string;
                /** @description What of the component it is about, as a path in its configuration: `worker`, `properties.port`, `plugs.0.properties.volume`, `eaters.default`. */
                readonly field?: string;
                readonly plug?: string;
                readonly property?: string;
                /** @description Eater of the component that it is about. */
                readonly eater?: string;
                /** @description Feed of that eater that it is about, `component:feeder`. */
                readonly feed?: string;
                /** @description Line of the XML that was given. */
                readonly line?: number;
            }[];
            /** @description What becomes of the components; empty where there is an error. */
            readonly difference: {
                readonly added: readonly string[];
                readonly removed: readonly string[];
                readonly restarted: readonly {
                    /** @description `/flow/component` */
                    readonly id: string;
                    readonly because: string;
                }[];
                readonly changed: readonly {
                    /** @description `/flow/component` */
                    readonly id: string;
                    readonly plug?: string;
                    readonly property: string;
                    /** @description `***` for a secret value. */
                    readonly from?: unknown;
                    /** @description `***` for a secret value. */
                    readonly to?: unknown;
                    /** @description It changes without a restart. */
                    readonly live: boolean;
                }[];
            };
            /** @description The flow as it would be stored, without secret values. */
            readonly xml: string;
            /** @description The flow as it is stored, without secret values; empty for a new one. */
            readonly before: string;
        };
        readonly FlowConfig: {
            readonly name: string;
            readonly components: readonly components["schemas"]["ComponentConfig"][];
        };
        readonly EditedFlow: {
            readonly name: string;
            readonly components: readonly components["schemas"]["ComponentConfig"][];
            /** @description What is strange in what was given but harms nothing. */
            readonly warnings: readonly string[];
        };
        readonly EditedComponent: {
            /** @description Name in its flow. */
            readonly name: string;
            readonly type: string;
            /** @description Name for people. */
            readonly label?: string;
            /** @description Name of the worker that runs it. */
            readonly worker?: string;
            readonly eaters?: {
                readonly [key: string]: readonly {
                    /** @description `component:feeder`, or `component` for its feeder `default`. */
                    readonly feed: string;
                    /** @description Unique in the component; the name of the eater when left out. */
                    readonly alias?: string;
                }[];
            };
            /** @description Given values by name: numbers, booleans, text, `[n, d]` for fractions, objects for compounds. */
            readonly properties?: {
                readonly [key: string]: unknown;
            };
            readonly plugs?: readonly {
                readonly type: string;
                /** @description Of an effect: the feeder in front of which it is. */
                readonly feeder?: string;
                readonly properties?: {
                    readonly [key: string]: unknown;
                };
                /** @description Names of the secret values that are set. They are never given; one that is left out of `properties` keeps its value, and null takes it away. */
                readonly secrets?: readonly string[];
            }[];
            /** @description Feeder by the name it is offered under. */
            readonly virtualFeeds?: {
                readonly [key: string]: string;
            };
            readonly clockMaster?: boolean;
            /** @description Names of the secret values that are set. They are never given; one that is left out of `properties` keeps its value, and null takes it away. */
            readonly secrets?: readonly string[];
            /** @description Given alone: name of the stored component of the same flow and type whose secret values are kept where they are left out, as of one that is renamed or copied; its own name when left out. */
            readonly secretsFrom?: string;
            /** @description What is strange in what was given but harms nothing. */
            readonly warnings: readonly string[];
        };
        /** @description The declaration as it stands, as `flumotion-inspect --json` prints it. */
        readonly ComponentDeclaration: {
            readonly type: string;
            /** @description One sentence for people. */
            readonly description: string;
            readonly properties?: {
                readonly [key: string]: components["schemas"]["PropertyDeclaration"];
            };
            /** @description Its live figures. */
            readonly stats?: {
                readonly [key: string]: components["schemas"]["FigureDeclaration"];
            };
            readonly package: {
                readonly name: string;
                readonly version: string;
                readonly description: string;
                readonly dir: string;
                readonly api: string;
            };
            /** @description JSON Schema of its properties. */
            readonly schema: {
                readonly [key: string]: unknown;
            };
            readonly kind: string;
            readonly eaters?: {
                readonly [key: string]: {
                    readonly caps: string;
                    /** @description True when left out. */
                    readonly required?: boolean;
                    /** @description Several feeds may be connected. */
                    readonly multiple?: boolean;
                    readonly description?: string;
                } & {
                    readonly [key: string]: unknown;
                };
            };
            readonly feeders?: {
                readonly [key: string]: {
                    readonly caps: string;
                    readonly description?: string;
                } & {
                    readonly [key: string]: unknown;
                };
            };
            readonly tables?: {
                readonly [key: string]: components["schemas"]["TableDeclaration"];
            };
            readonly actions?: {
                readonly [key: string]: components["schemas"]["ActionDeclaration"];
            };
            readonly clock?: {
                readonly priority: number;
            };
            /** @description Sockets for plugs, beside those that all have. */
            readonly sockets?: readonly string[];
        } & {
            readonly [key: string]: unknown;
        };
        readonly FigureDeclaration: {
            /** @enum {string} */
            readonly kind: "counter" | "gauge" | "text";
            /** @description As shown to people: `bit/s`, `s`, `ms`, `px`, `Hz`, `bytes`. */
            readonly unit?: string;
            /** @description There is one for each of several things, which this word names. */
            readonly each?: string;
            /** @description One sentence for people. */
            readonly description: string;
        };
        /** @description The declaration as it stands, as `flumotion-inspect --json` prints it. */
        readonly PlugDeclaration: {
            readonly type: string;
            /** @description One sentence for people. */
            readonly description: string;
            readonly properties?: {
                readonly [key: string]: components["schemas"]["PropertyDeclaration"];
            };
            /** @description Its live figures. */
            readonly stats?: {
                readonly [key: string]: components["schemas"]["FigureDeclaration"];
            };
            readonly package: {
                readonly name: string;
                readonly version: string;
                readonly description: string;
                readonly dir: string;
                readonly api: string;
            };
            /** @description JSON Schema of its properties. */
            readonly schema: {
                readonly [key: string]: unknown;
            };
            readonly socket: string;
            /** @description Of an effect. */
            readonly caps?: string;
        } & {
            readonly [key: string]: unknown;
        };
        readonly Feed: {
            /** @description Full id, `/flow/component:feeder`. */
            readonly feed: string;
            /** @description Full id of the component that feeds. */
            readonly component: string;
            readonly feeder: string;
            readonly worker: string;
            /** @description Media as they are now. */
            readonly caps?: string;
            /** @description Where it is open to other machines. */
            readonly port?: number;
            /** @description Connections refused for a wrong secret or greeting. */
            readonly refused: number;
            readonly clients: readonly {
                /** @description Full id of the eater, `/flow/component:alias`. */
                readonly client: string;
                readonly connected: boolean;
                /** @description Milliseconds since 1970. */
                readonly since: number;
                readonly bytes: number;
                /** @description Buffers that it missed. */
                readonly dropped: number;
                /** @description Bytes that wait to be sent to it. */
                readonly behind?: number;
                readonly reconnects: number;
                readonly bytesPerSecond?: number;
                readonly buffersPerSecond?: number;
                /** @description Milliseconds of stream that wait to be sent to it. */
                readonly lag?: number;
            }[];
        };
        readonly LogLine: {
            /** @description Counts from 1 since the manager started. */
            readonly number: number;
            /** @description Milliseconds since 1970. */
            readonly time: number;
            /** @description 1 error, 2 warning, 3 info, 4 debug, 5 log. */
            readonly level: number;
            /** @description Absent for the manager's own. */
            readonly worker?: string;
            /** @description Part of the program. */
            readonly category: string;
            /** @description What it is about: full id of a component, name of a worker or manager. */
            readonly object: string;
            readonly text: string;
        };
        readonly Session: {
            readonly user: string;
            /**
             * @description `viewer` sees, `operator` steers what runs, `admin` changes everything.
             * @enum {string}
             */
            readonly role: "viewer" | "operator" | "admin";
            /**
             * @description How the request was let in.
             * @enum {string}
             */
            readonly by: "password" | "session" | "token";
        };
        readonly Account: {
            readonly user: string;
            /**
             * @description `viewer` sees, `operator` steers what runs, `admin` changes everything; `worker` logs workers in and nothing else.
             * @enum {string}
             */
            readonly role: "worker" | "viewer" | "operator" | "admin";
            /** @description Whether it has a password of its own; without one it gives a role to whom the bouncer admits. */
            readonly password: boolean;
            /** @description Milliseconds since 1970. */
            readonly created: number;
        };
        readonly Token: {
            readonly id: string;
            readonly name: string;
            /**
             * @description `viewer` sees, `operator` steers what runs, `admin` changes everything.
             * @enum {string}
             */
            readonly role: "viewer" | "operator" | "admin";
            /** @description Who made it. */
            readonly by: string;
            /** @description Milliseconds since 1970. */
            readonly created: number;
            /** @description Milliseconds since 1970. */
            readonly expires?: number;
            /** @description When it was used last, in milliseconds since 1970. */
            readonly used?: number;
        };
        readonly NewToken: {
            readonly id: string;
            readonly name: string;
            /**
             * @description `viewer` sees, `operator` steers what runs, `admin` changes everything.
             * @enum {string}
             */
            readonly role: "viewer" | "operator" | "admin";
            /** @description Who made it. */
            readonly by: string;
            /** @description Milliseconds since 1970. */
            readonly created: number;
            /** @description Milliseconds since 1970. */
            readonly expires?: number;
            /** @description When it was used last, in milliseconds since 1970. */
            readonly used?: number;
            /** @description The secret. */
            readonly token: string;
        };
        readonly AuditEntry: {
            readonly id: number;
            /** @description Milliseconds since 1970. */
            readonly time: number;
            readonly user: string;
            readonly address: string;
            /** @description Id of the operation. */
            readonly operation: string;
            /** @description What was to be changed, as `/flow/name`. */
            readonly what: string;
            /** @description What was given with it, without secrets, such as the parameters of an action. */
            readonly given?: {
                readonly [key: string]: unknown;
            };
            /** @description What it was, without secrets. */
            readonly before?: unknown;
            /** @description What it became, without secrets. */
            readonly after?: unknown;
            /** @description `done`, or the code of the error. */
            readonly result: string;
            /** @description Text of the error. */
            readonly message?: string;
        };
        readonly Error: {
            /** @description Stable, for programs. */
            readonly code: string;
            /** @description What was seen, what was expected, and what to do, for people. */
            readonly message: string;
            /** @description Path of the field of the request that is wrong. */
            readonly field?: string;
            readonly advice?: string;
            /** @description Each thing that is wrong. */
            readonly problems?: readonly {
                readonly [key: string]: unknown;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    readonly getPlanet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Planet"];
                };
            };
        };
    };
    readonly getPlanetSchema: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description JSON Schema, draft 2020-12. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/schema+json": unknown;
                };
            };
        };
    };
    readonly reloadPlanet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly name: string;
                        readonly version: string;
                        readonly flows: readonly {
                            readonly name: string;
                            readonly components: readonly components["schemas"]["Component"][];
                        }[];
                        readonly workers: readonly components["schemas"]["Worker"][];
                        readonly plugs: readonly components["schemas"]["ManagerPlug"][];
                        /** @description What is strange in the files but harms nothing. */
                        readonly warnings: readonly string[];
                    };
                };
            };
        };
    };
    readonly listWorkers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly workers: readonly components["schemas"]["Worker"][];
                    };
                };
            };
        };
    };
    readonly getWorker: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Worker"];
                };
            };
        };
    };
    readonly listWorkerElements: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly types: readonly {
                            readonly type: string;
                            /** @description Each with the Debian package that has it, where that is known. */
                            readonly missing: readonly {
                                readonly element: string;
                                readonly package?: string;
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    readonly getComponent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Component"];
                };
            };
        };
    };
    readonly startComponent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Component"];
                };
            };
        };
    };
    readonly stopComponent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Component"];
                };
            };
        };
    };
    readonly restartComponent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Component"];
                };
            };
        };
    };
    readonly setProperty: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Component"];
                };
            };
        };
    };
    readonly setPlugProperty: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Component"];
                };
            };
        };
    };
    readonly getTables: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: components["schemas"]["TableDeclaration"];
                    };
                };
            };
        };
    };
    readonly readTable: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly rows: readonly {
                            readonly [key: string]: string | number | boolean;
                        }[];
                        /** @description Rows that there are. */
                        readonly total: number;
                        /** @description Rows that were passed over. */
                        readonly offset: number;
                        /** @description Offset of the next page, where there is one. */
                        readonly next?: number;
                    };
                };
            };
        };
    };
    readonly getActions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: components["schemas"]["ActionDeclaration"];
                    };
                };
            };
        };
    };
    readonly takeAction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: string | number | boolean;
                    };
                };
            };
        };
    };
    readonly listListeners: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly rows: readonly {
                            readonly [key: string]: string | number | boolean;
                        }[];
                        /** @description How many there are, of those that were asked for. */
                        readonly total: number;
                        /** @description Components that were to answer and did not: what they have is missing. */
                        readonly silent: readonly {
                            /** @description Full id. */
                            readonly component: string;
                            readonly reason: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly ejectListeners: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description How many have to leave. */
                        readonly ejected: number;
                        /** @description Components that were to answer and did not: what they have is missing. */
                        readonly silent: readonly {
                            /** @description Full id. */
                            readonly component: string;
                            readonly reason: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly listKeycards: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly rows: readonly {
                            readonly [key: string]: string | number | boolean;
                        }[];
                        /** @description How many there are, of those that were asked for. */
                        readonly total: number;
                        /** @description Components that were to answer and did not: what they have is missing. */
                        readonly silent: readonly {
                            /** @description Full id. */
                            readonly component: string;
                            readonly reason: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly ejectKeycards: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description How many have to leave. */
                        readonly ejected: number;
                        /** @description Components that were to answer and did not: what they have is missing. */
                        readonly silent: readonly {
                            /** @description Full id. */
                            readonly component: string;
                            readonly reason: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly exportPlanet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A planet file. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/xml": unknown;
                };
            };
        };
    };
    readonly listFlows: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly {
                        readonly name: string;
                        /** @description Names of its components. */
                        readonly components: readonly string[];
                        readonly etag: string;
                    }[];
                };
            };
        };
    };
    readonly replaceFlows: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly flows: readonly {
                            readonly name: string;
                            readonly components: readonly components["schemas"]["ComponentConfig"][];
                            readonly etag: string;
                        }[];
                        /** @description What is strange in what was given but harms nothing. */
                        readonly warnings: readonly string[];
                    };
                };
            };
        };
    };
    readonly createFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly flows: readonly {
                            readonly name: string;
                            readonly components: readonly components["schemas"]["ComponentConfig"][];
                            readonly etag: string;
                        }[];
                        /** @description What is strange in what was given but harms nothing. */
                        readonly warnings: readonly string[];
                    };
                };
            };
        };
    };
    readonly checkNewFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Verdict"];
                };
            };
        };
    };
    readonly getFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FlowConfig"];
                };
            };
        };
    };
    readonly replaceFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EditedFlow"];
                };
            };
        };
    };
    readonly deleteFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly getFlowXml: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A planet file. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/xml": unknown;
                };
            };
        };
    };
    readonly replaceFlowXml: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EditedFlow"];
                };
            };
        };
    };
    readonly checkFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Verdict"];
                };
            };
        };
    };
    readonly startFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly name: string;
                        readonly components: readonly components["schemas"]["Component"][];
                    };
                };
            };
        };
    };
    readonly stopFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly name: string;
                        readonly components: readonly components["schemas"]["Component"][];
                    };
                };
            };
        };
    };
    readonly restartFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly name: string;
                        readonly components: readonly components["schemas"]["Component"][];
                    };
                };
            };
        };
    };
    readonly addComponent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EditedComponent"];
                };
            };
        };
    };
    readonly getComponentConfig: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ComponentConfig"];
                };
            };
        };
    };
    readonly replaceComponentConfig: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EditedComponent"];
                };
            };
        };
    };
    readonly deleteComponent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly moveComponent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EditedComponent"];
                };
            };
        };
    };
    readonly getRegistry: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly components: readonly {
                            readonly type: string;
                            /** @description Of a component. */
                            readonly kind?: string;
                            /** @description Of a plug: the socket that it fits. */
                            readonly socket?: string;
                            readonly description: string;
                            /** @description Name of the package that has it. */
                            readonly package: string;
                        }[];
                        readonly plugs: readonly {
                            readonly type: string;
                            /** @description Of a component. */
                            readonly kind?: string;
                            /** @description Of a plug: the socket that it fits. */
                            readonly socket?: string;
                            readonly description: string;
                            /** @description Name of the package that has it. */
                            readonly package: string;
                        }[];
                        readonly packages: readonly {
                            readonly name: string;
                            /** @description Left out for one of which only a problem is known. */
                            readonly version?: string;
                            readonly description?: string;
                            readonly dir: string;
                            readonly types: readonly string[];
                            /** @description What is wrong with it, each one sentence. */
                            readonly problems: readonly string[];
                        }[];
                    };
                };
            };
        };
    };
    readonly getComponentType: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ComponentDeclaration"];
                };
            };
        };
    };
    readonly getPlugType: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PlugDeclaration"];
                };
            };
        };
    };
    readonly getComponentHistory: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Milliseconds between two values. */
                        readonly interval: number;
                        /** @description Time of the first values, milliseconds since 1970. */
                        readonly start: number;
                        /** @description Values by figure: `cpu`, `memory`, names of stats; null where there was none. */
                        readonly series: {
                            readonly [key: string]: readonly (number | null)[];
                        };
                    };
                };
            };
        };
    };
    readonly getComponentGraph: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Text in the language DOT. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/vnd.graphviz": unknown;
                };
            };
        };
    };
    readonly getFeeds: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly components["schemas"]["Feed"][];
                };
            };
        };
    };
    readonly getFeedPicture: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The picture, 320 pixels wide. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "image/jpeg": unknown;
                };
            };
        };
    };
    readonly getFeedLevel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description When it was measured, milliseconds since 1970. */
                        readonly time: number;
                        readonly channels: readonly {
                            /** @description Loudest sample of the last moment, dB of full scale; silence is -100. */
                            readonly peak: number;
                            /** @description Mean level of the last moment. */
                            readonly rms: number;
                            /** @description Peak as a meter shows it, falling slowly. */
                            readonly decay: number;
                        }[];
                    };
                };
            };
        };
    };
    readonly getFeedSound: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One or two channels of 16 bit, 32,000 Hz. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "audio/wav": unknown;
                };
            };
        };
    };
    readonly getMessages: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly {
                        /** @enum {string} */
                        readonly level: "error" | "warning" | "info";
                        readonly id: string;
                        readonly text: string;
                        /** @description Milliseconds since 1970. */
                        readonly time: number;
                        /** @description What to do about it. */
                        readonly advice?: string;
                        readonly debug?: string;
                        /** @description Full id. */
                        readonly component: string;
                        /** @description When it was gone, milliseconds since 1970. */
                        readonly cleared?: number;
                    }[];
                };
            };
        };
    };
    readonly getLogs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly components["schemas"]["LogLine"][];
                };
            };
        };
    };
    readonly setLogLevel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly component?: string;
                        readonly levels: string;
                    };
                };
            };
        };
    };
    readonly getWizard: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly scenarios: readonly {
                            readonly id: string;
                            readonly label: string;
                            readonly description: string;
                            readonly steps: readonly string[];
                        }[];
                        /** @description A name for a new flow that no flow has. */
                        readonly flow: string;
                        /** @description Those that are logged in first. */
                        readonly workers: readonly string[];
                        readonly producers: {
                            readonly video: readonly {
                                readonly type: string;
                                readonly label: string;
                                readonly description: string;
                                /** @description Properties asked for, with their declarations; what comes after the first page is for who wants more. */
                                readonly pages: readonly (readonly {
                                    readonly name: string;
                                    readonly spec: {
                                        readonly [key: string]: unknown;
                                    };
                                    readonly proposed?: unknown;
                                }[])[];
                                readonly plugs: readonly ({
                                    readonly type: string;
                                    readonly label: string;
                                } & {
                                    readonly [key: string]: unknown;
                                })[];
                                /**
                                 * @description What the worker can be asked for to fill the fields.
                                 * @enum {string}
                                 */
                                readonly probe?: "video" | "sound" | "firewire" | "media-file" | "directory";
                            }[];
                            readonly audio: readonly {
                                readonly type: string;
                                readonly label: string;
                                readonly description: string;
                                /** @description Properties asked for, with their declarations; what comes after the first page is for who wants more. */
                                readonly pages: readonly (readonly {
                                    readonly name: string;
                                    readonly spec: {
                                        readonly [key: string]: unknown;
                                    };
                                    readonly proposed?: unknown;
                                }[])[];
                                readonly plugs: readonly ({
                                    readonly type: string;
                                    readonly label: string;
                                } & {
                                    readonly [key: string]: unknown;
                                })[];
                                /**
                                 * @description What the worker can be asked for to fill the fields.
                                 * @enum {string}
                                 */
                                readonly probe?: "video" | "sound" | "firewire" | "media-file" | "directory";
                            }[];
                        };
                        readonly overlays: readonly {
                            readonly type: string;
                            readonly label: string;
                            readonly description: string;
                            /** @description Properties asked for, with their declarations; what comes after the first page is for who wants more. */
                            readonly pages: readonly (readonly {
                                readonly name: string;
                                readonly spec: {
                                    readonly [key: string]: unknown;
                                };
                                readonly proposed?: unknown;
                            }[])[];
                            readonly plugs: readonly ({
                                readonly type: string;
                                readonly label: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                            /**
                             * @description What the worker can be asked for to fill the fields.
                             * @enum {string}
                             */
                            readonly probe?: "video" | "sound" | "firewire" | "media-file" | "directory";
                        }[];
                        readonly formats: readonly {
                            readonly type: string;
                            readonly label: string;
                            readonly description: string;
                            /** @description What plays it. */
                            readonly plays?: string;
                            readonly kinds: readonly ("audio-video" | "video" | "audio")[];
                            readonly encoders: {
                                readonly video: readonly string[];
                                readonly audio: readonly string[];
                            };
                            readonly consumers: readonly string[];
                        }[];
                        readonly encoders: readonly {
                            readonly type: string;
                            readonly label: string;
                            readonly description: string;
                            /** @description Properties asked for, with their declarations; what comes after the first page is for who wants more. */
                            readonly pages: readonly (readonly {
                                readonly name: string;
                                readonly spec: {
                                    readonly [key: string]: unknown;
                                };
                                readonly proposed?: unknown;
                            }[])[];
                            readonly plugs: readonly ({
                                readonly type: string;
                                readonly label: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                            /**
                             * @description What the worker can be asked for to fill the fields.
                             * @enum {string}
                             */
                            readonly probe?: "video" | "sound" | "firewire" | "media-file" | "directory";
                        }[];
                        readonly muxers: readonly {
                            readonly type: string;
                            readonly label: string;
                            readonly description: string;
                            /** @description Properties asked for, with their declarations; what comes after the first page is for who wants more. */
                            readonly pages: readonly (readonly {
                                readonly name: string;
                                readonly spec: {
                                    readonly [key: string]: unknown;
                                };
                                readonly proposed?: unknown;
                            }[])[];
                            readonly plugs: readonly ({
                                readonly type: string;
                                readonly label: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                            /**
                             * @description What the worker can be asked for to fill the fields.
                             * @enum {string}
                             */
                            readonly probe?: "video" | "sound" | "firewire" | "media-file" | "directory";
                        }[];
                        readonly consumers: readonly {
                            readonly type: string;
                            readonly label: string;
                            readonly description: string;
                            /** @description Properties asked for, with their declarations; what comes after the first page is for who wants more. */
                            readonly pages: readonly (readonly {
                                readonly name: string;
                                readonly spec: {
                                    readonly [key: string]: unknown;
                                };
                                readonly proposed?: unknown;
                            }[])[];
                            readonly plugs: readonly ({
                                readonly type: string;
                                readonly label: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                            /**
                             * @description What the worker can be asked for to fill the fields.
                             * @enum {string}
                             */
                            readonly probe?: "video" | "sound" | "firewire" | "media-file" | "directory";
                        }[];
                        readonly servers: readonly {
                            readonly type: string;
                            readonly label: string;
                            readonly description: string;
                            /** @description Properties asked for, with their declarations; what comes after the first page is for who wants more. */
                            readonly pages: readonly (readonly {
                                readonly name: string;
                                readonly spec: {
                                    readonly [key: string]: unknown;
                                };
                                readonly proposed?: unknown;
                            }[])[];
                            readonly plugs: readonly ({
                                readonly type: string;
                                readonly label: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                            /**
                             * @description What the worker can be asked for to fill the fields.
                             * @enum {string}
                             */
                            readonly probe?: "video" | "sound" | "firewire" | "media-file" | "directory";
                        }[];
                        readonly existing: readonly {
                            readonly name: string;
                            readonly video: readonly {
                                readonly feed: string;
                                readonly worker: string;
                            }[];
                            readonly audio: readonly {
                                readonly feed: string;
                                readonly worker: string;
                            }[];
                            readonly formats: readonly {
                                readonly feed: string;
                                readonly label: string;
                                /** @enum {string} */
                                readonly kind: "audio-video" | "video" | "audio";
                                readonly worker: string;
                                readonly consumers: readonly string[];
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    readonly planWizard: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Components to be added to the atmosphere. */
                        readonly atmosphere: readonly ({
                            readonly name: string;
                            readonly type: string;
                        } & {
                            readonly [key: string]: unknown;
                        })[];
                        readonly flows: readonly {
                            readonly name: string;
                            /** @description There is such a flow: the components are added to it. */
                            readonly exists: boolean;
                            readonly components: readonly ({
                                readonly name: string;
                                readonly type: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                        }[];
                        readonly streams: readonly {
                            /** @description `/flow/name` */
                            readonly component: string;
                            /** @enum {string} */
                            readonly kind: "audio-video" | "video" | "audio";
                        }[];
                        readonly problems: readonly {
                            /** @enum {string} */
                            readonly level: "error" | "warning";
                            readonly text: string;
                            readonly step?: string;
                            readonly property?: string;
                        }[];
                        /** @description All of it as a planet file, secret values included. */
                        readonly xml: string;
                        /** @description `ETag` of each flow that is added to, the atmosphere as one of them, as it was planned on. */
                        readonly tags: {
                            readonly [key: string]: string;
                        };
                    };
                };
            };
        };
    };
    readonly probeWorker: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly found: readonly {
                            readonly label: string;
                            /** @description By names of properties. */
                            readonly values: {
                                readonly [key: string]: unknown;
                            };
                            readonly modes: readonly {
                                readonly label: string;
                                readonly values: {
                                    readonly [key: string]: unknown;
                                };
                            }[];
                        }[];
                        /** @description Of a media file. */
                        readonly media?: {
                            readonly seconds: number;
                            readonly video: boolean;
                            readonly audio: boolean;
                            readonly missing: readonly string[];
                        };
                        /** @description Elements that the component needs and the machine has not. */
                        readonly missing?: readonly {
                            readonly element: string;
                            readonly package?: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly listWorkerFiles: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly path?: string;
                        /** @description The folder above, where that may be looked into. */
                        readonly above?: string;
                        readonly entries: readonly {
                            readonly name: string;
                            readonly path: string;
                            /** @enum {string} */
                            readonly kind: "file" | "folder";
                            /** @description Bytes. */
                            readonly size?: number;
                            /** @description Milliseconds since 1970. */
                            readonly modified?: number;
                        }[];
                        /** @description Entries that were left out. */
                        readonly more: number;
                    };
                };
            };
        };
    };
    readonly getSetup: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly needed: boolean;
                        /** @description Whether the code is needed from where this request came. */
                        readonly code: boolean;
                    };
                };
            };
        };
    };
    readonly setUp: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    readonly getGreeting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Null when nobody is signed in. */
                        readonly session: components["schemas"]["Session"] | null;
                        readonly setup: {
                            readonly needed: boolean;
                            /** @description Whether the code is needed from where this request came. */
                            readonly code: boolean;
                        };
                    };
                };
            };
        };
    };
    readonly getSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    readonly signIn: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    readonly signOut: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly changePassword: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly listUsers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly components["schemas"]["Account"][];
                };
            };
        };
    };
    readonly createUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    readonly getUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    readonly changeUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    readonly deleteUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly listTokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly components["schemas"]["Token"][];
                };
            };
        };
    };
    readonly createToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["NewToken"];
                };
            };
        };
    };
    readonly deleteToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly readAudit: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly entries: readonly components["schemas"]["AuditEntry"][];
                        /** @description Where there are more: `before` of the next page. */
                        readonly next?: number;
                    };
                };
            };
        };
    };
    readonly getOpenApi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly openapi: string;
                    } & {
                        readonly [key: string]: unknown;
                    };
                };
            };
        };
    };
    readonly getDocs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page without scripts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": unknown;
                };
            };
        };
    };
}
