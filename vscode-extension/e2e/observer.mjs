// Another client of the daemon, which sees what every client sees: what ran, and in whose daemon.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const PATIENCE = 60_000;

export class Observer {
    #process;
    #ended;
    #left = Buffer.alloc(0);
    #answers = new Map();
    #wishes = [];
    #ids = 0;
    /** All that was heard, in its order, each with the moment: milliseconds since 1970. */
    news = [];

    /** @param tls the program */
    static async connect(tls, cwd, env) {
        const observer = new Observer();
        observer.#process = spawn(tls, ['lsp'], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
        observer.#ended = once(observer.#process, 'exit');
        observer.#process.stdin.on('error', () => undefined);
        observer.#process.stdout.on('data', (data) => observer.#read(data));
        const { capabilities } = await observer.ask('initialize', { clientInfo: { name: 'observer' }, capabilities: { experimental: { tls: { protocolVersion: 1 } } } });
        observer.daemon = capabilities.experimental.tls;
        await observer.ask('tls/synchronize');
        return observer;
    }

    ask(method, params) {
        const id = ++this.#ids;
        this.#write({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
        return new Promise((answered, refused) => this.#answers.set(id, { answered, refused }));
    }

    /**
     * The end of the first run that is heard of from here on and that `wanted` takes: its start, the tests that ended, its end, and all its
     * news. Refused with what was heard instead when there is none for too long.
     */
    nextRun(wanted = () => true) {
        const from = this.news.length;
        const run = new Promise((seen, refused) => {
            const patience = setTimeout(() => refused(new Error(`No such run within ${PATIENCE / 1000} s. Heard: ${this.#heardSince(from)}`)), PATIENCE);
            const look = () => {
                const since = this.news.slice(from);
                for (const started of since.filter((it) => it.method === 'tls/runStarted' && !it.params.continuous)) {
                    const own = since.filter((it) => it.params?.runId === started.params.runId);
                    const finished = own.find((it) => it.method === 'tls/runFinished');
                    const run = finished && { started: started.params, finished: finished.params, news: own, tests: own.filter((it) => it.method === 'tls/testFinished').map((it) => it.params) };
                    if (run && wanted(run)) {
                        clearTimeout(patience);
                        seen(run);
                        return true;
                    }
                }
                return false;
            };
            if (!look()) this.#wishes.push(look);
        });
        // Who waits for it may have ended before.
        run.catch(() => undefined);
        return run;
    }

    #heardSince(from) {
        return this.news.slice(from).map(({ method, params }) => `\n${method} ${JSON.stringify(params).slice(0, 1000)}`).join('') || 'nothing';
    }

    async close() {
        this.#process.stdin.end();
        await this.#ended;
    }

    #write(message) {
        const content = Buffer.from(JSON.stringify(message));
        this.#process.stdin.write(`Content-Length: ${content.length}\r\n\r\n`);
        this.#process.stdin.write(content);
    }

    #read(data) {
        this.#left = Buffer.concat([this.#left, data]);
        for (;;) {
            const end = this.#left.indexOf('\r\n\r\n');
            if (end < 0) return;
            const length = Number(/content-length: *(\d+)/i.exec(this.#left.subarray(0, end).toString())[1]);
            if (this.#left.length < end + 4 + length) return;
            const message = JSON.parse(this.#left.subarray(end + 4, end + 4 + length).toString());
            this.#left = this.#left.subarray(end + 4 + length);
            this.#heard(message);
        }
    }

    #heard(message) {
        if (message.method !== undefined) {
            this.news.push({ ...message, at: Date.now() });
            this.#wishes = this.#wishes.filter((look) => !look());
            return;
        }
        const waiting = this.#answers.get(message.id);
        this.#answers.delete(message.id);
        if (message.error) waiting?.refused(new Error(message.error.message));
        else waiting?.answered(message.result);
    }
}
