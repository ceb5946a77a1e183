package dev.testls.worker.jdk;

import java.util.List;

/** State of the JDK's that is more than a static field: remembered when it is made, and put back by code of its own. */
interface Piece {
    /** For people, when it fails. */
    String name();

    /** Puts back what can be, and tells what cannot. */
    void putBack(List<String> left) throws Exception;
}
