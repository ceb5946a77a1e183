/**
 * The JSON-RPC edge: the sole importer of LSP4J and of the protocol binding.
 *
 * <p>Start at {@link RpcServer}. A handler translates in, asks, and translates out.
 *
 * <p><b>Law:</b> what a client sends, or does not read, harms nobody but that client. Each has a thread that reads, a
 * thread that writes, and a thread for each command line that it has running; whoever writes to a client that does not
 * read waits on one of these, so nothing shared may ever write to a client.
 */
@NullMarked
package dev.testls.rpc;

import org.jspecify.annotations.NullMarked;
