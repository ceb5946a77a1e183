package dev.testls.worker.wire;

import java.io.IOException;

/** The peer said something that is no frame of ours. The connection is of no further use. */
public final class WireException extends IOException {
    private static final long serialVersionUID = 1;

    public WireException(String message) {
        super(message);
    }
}
