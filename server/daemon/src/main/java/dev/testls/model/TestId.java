package dev.testls.model;

/**
 * A test, named so that source and engine agree on it.
 *
 * <p>{@code className} is a binary name ({@code a.FooTest$Inner}). A class that an engine reaches through another is named
 * after that one, also where it is inherited and declared elsewhere: each way to it is a test of its own. For a test that
 * is of no class it is what its engine calls the container. {@code method} is the name with the simple names of the erased parameter types,
 * {@code adds(int,String)}, or empty for the class itself. {@code invocation} is empty or tells one of many runs of a
 * method as its engine counts them: {@code [2]} for the second, {@code [1][3]} for the third below the first.
 *
 * <p>As text: {@code module/a.FooTest$Inner#adds(int,String)/[2]}.
 */
public record TestId(ModuleId module, String className, String method, String invocation) implements Comparable<TestId> {
    public TestId {
        if (className.isEmpty()) throw new IllegalArgumentException("a test without a class name");
        if (method.isEmpty() && !invocation.isEmpty()) throw new IllegalArgumentException("an invocation of no method: " + className);
    }

    public static TestId ofClass(ModuleId module, String className) {
        return new TestId(module, className, "", "");
    }

    public static TestId ofMethod(ModuleId module, String className, String method) {
        return new TestId(module, className, method, "");
    }

    /** The method's name without parameters; empty for a class. */
    public String methodName() {
        int paren = method.indexOf('(');
        return paren < 0 ? method : method.substring(0, paren);
    }

    /** The class that a file of its own would hold: {@code a.FooTest} of {@code a.FooTest$Inner}. */
    public String topLevelClass() {
        int dollar = className.indexOf('$', 1);
        return dollar < 0 ? className : className.substring(0, dollar);
    }

    /** The id without its invocation. */
    public TestId declared() {
        return invocation.isEmpty() ? this : ofMethod(module, className, method);
    }

    /** In the order of the texts. */
    @Override
    public int compareTo(TestId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return module + "/" + className + (method.isEmpty() ? "" : "#" + method) + (invocation.isEmpty() ? "" : "/" + invocation);
    }
}
