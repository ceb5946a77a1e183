package dev.testls.rpc;

/** When a daemon that was asked to stop is to end; a closed set. */
public enum StopWhen {
    /** When no command line runs. New ones are refused from now on. */
    IDLE,
    /** At once; command lines are cancelled. */
    NOW
}
