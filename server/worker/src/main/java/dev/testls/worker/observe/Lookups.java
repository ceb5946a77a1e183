package dev.testls.worker.observe;

/** Which methods of the JDK ask for classes, bundles, files, variables of the environment and properties by their names. */
final class Lookups {
    private Lookups() {}

    /** The probe that is shown the first arguments of a call; null when the call is of no interest. */
    static String probeBefore(String owner, String name, String descriptor) {
        switch (owner) {
            case "java/lang/Class":
                if (name.equals("forName")) return descriptor.startsWith("(Ljava/lang/String;") ? "named" : null;
                return looksInto(name) ? "reflected" : null;
            case "java/lang/ClassLoader":
            case "java/net/URLClassLoader":
                // The receiver comes first; a loader is no path, and no name.
                return name.equals("loadClass") ? "named" : null;
            case "java/lang/System":
                if (name.equals("getenv")) return descriptor.startsWith("(Ljava/lang/String;") ? "variable" : null;
                return name.equals("getProperty") ? "property" : null;
            case "java/lang/Boolean":
                return name.equals("getBoolean") ? "property" : null;
            case "java/lang/Integer":
                return name.equals("getInteger") ? "property" : null;
            case "java/lang/Long":
                return name.equals("getLong") ? "property" : null;
            case "java/util/ResourceBundle":
                return name.equals("getBundle") ? "bundle" : null;
            case "java/io/File":
                return name.equals("<init>") ? "file" : null;
            case "java/io/FileInputStream":
            case "java/io/FileReader":
            case "java/io/RandomAccessFile":
            case "java/util/zip/ZipFile":
            case "java/util/jar/JarFile":
                return name.equals("<init>") && takesPath(descriptor) ? "file" : null;
            case "java/util/Scanner":
                // A text is not a path there.
                return name.equals("<init>") && takesPath(descriptor) && !descriptor.startsWith("(Ljava/lang/String;")
                        ? "file" : null;
            case "java/nio/file/Files":
            case "java/nio/channels/FileChannel":
                return descriptor.startsWith("(Ljava/nio/file/Path;") ? "file" : null;
            default:
                return null;
        }
    }

    /** What a call, or a reference to the method, asks for without a name that could be seen; null when it is nothing. */
    static Thing.Kind all(String owner, String name, String descriptor, boolean reference) {
        // Where a scan has found a class: its bytes may be read there.
        if (name.equals("getResource") && descriptor.equals(Scans.PLACE)) return Thing.Kind.RESOURCE;
        if (!owner.equals("java/lang/System")) return null;
        boolean named = descriptor.startsWith("(Ljava/lang/String;") && !reference;
        if (name.equals("getenv")) return named ? null : Thing.Kind.VARIABLE;
        if (name.equals("getProperties")) return Thing.Kind.PROPERTY;
        return name.equals("getProperty") && !named ? Thing.Kind.PROPERTY : null;
    }

    /** Whether a call answers with a path. */
    static boolean makesPath(String owner, String name, String descriptor) {
        if (!owner.equals("java/nio/file/Path") && !owner.equals("java/nio/file/Paths") && !owner.equals("java/io/File")) {
            return false;
        }
        return (descriptor.endsWith(")Ljava/nio/file/Path;") || descriptor.endsWith(")Ljava/io/File;"))
                && (name.equals("get") || name.equals("of") || name.startsWith("resolve") || name.equals("toPath"));
    }

    private static boolean takesPath(String descriptor) {
        return descriptor.startsWith("(Ljava/io/File;") || descriptor.startsWith("(Ljava/lang/String;")
                || descriptor.startsWith("(Ljava/nio/file/Path;");
    }

    /** {@code getName} and its like tell nothing that an edit of the class would change. */
    private static boolean looksInto(String name) {
        return name.startsWith("getMethod") || name.startsWith("getDeclared") || name.startsWith("getField")
                || name.startsWith("getConstructor") || name.startsWith("getAnnotat") || name.startsWith("getInterfaces")
                || name.startsWith("getGeneric") || name.startsWith("getEnumConstants") || name.startsWith("getRecord")
                || name.startsWith("getPermitted") || name.startsWith("getSuperclass") || name.startsWith("getClasses")
                || name.startsWith("getModifiers") || name.startsWith("isAnnotationPresent") || name.equals("newInstance")
                || name.startsWith("isSealed") || name.startsWith("isRecord");
    }
}
