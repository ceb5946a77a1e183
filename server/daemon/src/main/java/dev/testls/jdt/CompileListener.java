package dev.testls.jdt;

import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;

/** Hears how compiling gets on; called on the thread that compiles. */
public interface CompileListener {
    /** So many files of one side of a module are about to be compiled; told again when more turn out to be affected. */
    void compiling(ModuleId module, Scope scope, int files);

    /** A file was compiled; by now it may have errors. */
    void compiled(ModuleId module, Scope scope, SourcePath file);

    /** Hears nothing. */
    static CompileListener none() {
        return new CompileListener() {
            @Override
            public void compiling(ModuleId module, Scope scope, int files) {}

            @Override
            public void compiled(ModuleId module, Scope scope, SourcePath file) {}
        };
    }
}
