// Under the name of "Debugger for Java", the least that a debugger can do: it attaches to a JVM, which stands until
// people have it go on, and ends with it.
'use strict';
const vscode = require('vscode');
const { attach, goOn } = require('./jdwp.js');

class Adapter {
    #told = new vscode.EventEmitter();
    #seq = 0;
    #socket;
    onDidSendMessage = this.#told.event;

    handleMessage(request) {
        switch (request.command) {
            case 'initialize':
                this.#answer(request);
                this.#tell({ type: 'event', event: 'initialized' });
                break;
            case 'attach':
                this.#attach(request);
                break;
            case 'threads':
                this.#answer(request, { threads: [{ id: 1, name: 'main' }] });
                break;
            case 'stackTrace':
                this.#answer(request, { stackFrames: [] });
                break;
            case 'continue':
                this.#answer(request, { allThreadsContinued: true });
                goOn(this.#socket);
                break;
            default:
                this.#answer(request);
        }
    }

    dispose() {
        this.#socket?.destroy();
    }

    #attach(request) {
        const { hostName, port } = request.arguments;
        this.#socket = attach(hostName, port);
        this.#socket.once('data', () => {
            this.#answer(request);
            this.#tell({ type: 'event', event: 'stopped', body: { reason: 'entry', threadId: 1, allThreadsStopped: true } });
        });
        this.#socket.on('close', () => this.#tell({ type: 'event', event: 'terminated' }));
    }

    #answer(request, body) {
        this.#tell({ type: 'response', request_seq: request.seq, command: request.command, success: true, body });
    }

    #tell(message) {
        this.#told.fire({ seq: ++this.#seq, ...message });
    }
}

exports.activate = (context) => {
    context.subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory('java', {
        createDebugAdapterDescriptor: () => new vscode.DebugAdapterInlineImplementation(new Adapter()),
    }));
};
