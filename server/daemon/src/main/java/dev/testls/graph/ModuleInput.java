package dev.testls.graph;

import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/** Adds all that a module's descriptor says: any of it can decide what its code, and that of others, sees. */
final class ModuleInput extends ModuleVisitor {
    private final HashInput input;

    ModuleInput(HashInput input) {
        super(Opcodes.ASM9);
        this.input = input;
    }

    @Override
    public void visitMainClass(String name) {
        add("main class", name);
    }

    @Override
    public void visitPackage(String name) {
        add("package", name);
    }

    @Override
    public void visitRequire(String module, int access, String version) {
        add("requires", module).add(access).add(String.valueOf(version));
    }

    @Override
    public void visitExport(String name, int access, String... modules) {
        add("exports", name, modules).add(access);
    }

    @Override
    public void visitOpen(String name, int access, String... modules) {
        add("opens", name, modules).add(access);
    }

    @Override
    public void visitUse(String service) {
        add("uses", service);
    }

    @Override
    public void visitProvide(String service, String... providers) {
        add("provides", service, providers);
    }

    private HashInput add(String what, String name, String... others) {
        return input.add(what).add(name).addAll(others == null ? new String[0] : others);
    }
}
