package dev.testls.select;

import dev.testls.model.ModuleId;

/** A test class as one of the build's executions runs it: what evidence is kept for. */
public record EvidenceKey(ModuleId module, String execution, String className) {
    /** {@code module/execution/class}; the reverse of {@link #parse}. */
    @Override
    public String toString() {
        return module + "/" + execution + "/" + className;
    }

    static EvidenceKey parse(String text) {
        int module = text.indexOf('/');
        int execution = text.lastIndexOf('/');
        return new EvidenceKey(new ModuleId(text.substring(0, module)), text.substring(module + 1, execution), text.substring(execution + 1));
    }
}
