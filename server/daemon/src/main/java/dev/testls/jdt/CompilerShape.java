package dev.testls.jdt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileReader;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.eclipse.jdt.internal.compiler.env.IBinaryMethod;
import org.eclipse.jdt.internal.compiler.env.IRecordComponent;

/** Whether two class files of one name differ in what other classes see of them when they are compiled. */
final class CompilerShape {
    private CompilerShape() {}

    static boolean differs(byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) return false;
        try {
            ClassFileReader old = new ClassFileReader(before, "before".toCharArray());
            // The reader sorts its members, so what depends on their order is asked of other ones.
            return old.hasStructuralChanges(after)
                    || unseenByReader(new ClassFileReader(before, new char[0]), new ClassFileReader(after, new char[0]));
        } catch (ClassFormatException | ArrayIndexOutOfBoundsException e) {
            return true;
        }
    }

    /**
     * Whether a class of this binary name lives inside a method, where no other source can name it: its simple name
     * starts with a digit.
     */
    static boolean isLocal(String name) {
        for (int i = name.indexOf('$'); i >= 0; i = name.indexOf('$', i + 1)) {
            if (i + 1 < name.length() && Character.isDigit(name.charAt(i + 1))) return true;
        }
        return false;
    }

    /** What {@link ClassFileReader#hasStructuralChanges} leaves out: annotation defaults, the order of components. */
    private static boolean unseenByReader(ClassFileReader before, ClassFileReader after) {
        return !defaults(before).equals(defaults(after))
                || !Arrays.equals(componentNames(before), componentNames(after));
    }

    /** For each member of an annotation whether it has a default. */
    private static Map<String, Boolean> defaults(ClassFileReader reader) {
        Map<String, Boolean> defaults = new HashMap<>();
        IBinaryMethod[] methods = reader.getMethods();
        if (methods == null) return defaults;
        for (IBinaryMethod method : methods) {
            if (method.getDefaultValue() != null) defaults.put(new String(method.getSelector()), true);
        }
        return defaults;
    }

    private static String[] componentNames(ClassFileReader reader) {
        IRecordComponent[] components = reader.getRecordComponents();
        if (components == null) return new String[0];
        return Arrays.stream(components).map(component -> new String(component.getName())).toArray(String[]::new);
    }
}
