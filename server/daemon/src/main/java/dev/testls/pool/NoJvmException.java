package dev.testls.pool;

import java.io.IOException;

/** No JVM came up, again and again, for no fault of the build's: the machine has too little of something, or somebody ends them. */
public final class NoJvmException extends IOException {
    private static final long serialVersionUID = 1;

    public NoJvmException(String message, Throwable cause) {
        super(message, cause);
    }
}
