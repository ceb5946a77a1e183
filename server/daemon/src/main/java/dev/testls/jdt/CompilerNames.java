package dev.testls.jdt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jdt.core.compiler.IProblem;
import org.eclipse.jdt.internal.compiler.env.AccessRestriction;
import org.eclipse.jdt.internal.compiler.env.AccessRule;
import org.eclipse.jdt.internal.compiler.env.IBinaryType;
import org.eclipse.jdt.internal.compiler.env.INameEnvironment;
import org.eclipse.jdt.internal.compiler.env.NameEnvironmentAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What ECJ sees besides the sources it was given: code outside of named modules, so an exported package of the JDK
 * wins, then the class path in order.
 *
 * <p>A class of the JDK in a package that is not exported is shown last and forbidden: classes of the JDK refer to it,
 * while javac refuses it to the project's sources.
 */
final class CompilerNames implements INameEnvironment {
    private static final AccessRestriction NOT_EXPORTED = new AccessRestriction(
            new AccessRule("**".toCharArray(), IProblem.ForbiddenReference), (byte) 0, "JDK");

    private final CompilerJdk jdk;
    private final Set<String> addedExports;
    private final List<CompilerPath> classpath;
    private final Map<String, Boolean> packages = new HashMap<>();

    /** The class path's first entry is what the compiled side itself holds. */
    CompilerNames(CompilerJdk jdk, Set<String> addedExports, List<CompilerPath> classpath) {
        this.jdk = jdk;
        this.addedExports = addedExports;
        this.classpath = classpath;
    }

    @Override
    public @Nullable NameEnvironmentAnswer findType(char[][] compoundTypeName) {
        int last = compoundTypeName.length - 1;
        return find(joined(compoundTypeName, last), new String(compoundTypeName[last]));
    }

    @Override
    public @Nullable NameEnvironmentAnswer findType(char[] typeName, char[][] packageName) {
        return find(joined(packageName, packageName.length), new String(typeName));
    }

    @Override
    public boolean isPackage(char @Nullable [][] parentPackageName, char[] packageName) {
        String parent = parentPackageName == null ? "" : joined(parentPackageName, parentPackageName.length);
        String name = new String(packageName);
        return packages.computeIfAbsent(parent.isEmpty() ? name : parent + "/" + name, this::hasPackage);
    }

    /** Does nothing: the entries outlive this environment. */
    @Override
    public void cleanup() {}

    private @Nullable NameEnvironmentAnswer find(String packageName, String className) {
        boolean exported = jdk.exports(packageName) || addedExports.contains(packageName);
        if (exported) {
            IBinaryType found = jdk.find(packageName, className);
            if (found != null) return new NameEnvironmentAnswer(found, null);
        }
        for (CompilerPath entry : classpath) {
            IBinaryType found = entry.find(packageName, className);
            if (found != null) return new NameEnvironmentAnswer(found, null);
        }
        if (exported) return null;
        IBinaryType hidden = jdk.find(packageName, className);
        return hidden == null ? null : new NameEnvironmentAnswer(hidden, NOT_EXPORTED);
    }

    private boolean hasPackage(String name) {
        return jdk.hasPackage(name) || classpath.stream().anyMatch(entry -> entry.hasPackage(name));
    }

    private static String joined(char[][] names, int count) {
        if (count == 0) return "";
        if (count == 1) return new String(names[0]);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (i > 0) text.append('/');
            text.append(names[i]);
        }
        return text.toString();
    }
}
