package dev.testls.worker.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * Reads and writes what the JDK hides, without opening its modules: tests would see that, and do what a plain JVM does not let them.
 *
 * <p>By the door that is there for libraries of serialization, {@code sun.reflect.ReflectionFactory}, which asks for no flag and prints
 * no warning. In a JVM that has none (a runtime image without {@code jdk.unsupported}) nothing {@link #isOpen is open}.
 *
 * <p>Unlike {@link java.lang.reflect.Field}, nothing here initialises a class.
 */
final class Inside {
    private static final MethodHandles.Lookup TRUSTED = trusted();
    private static final Class<?> UNSAFE = unsafeClass();
    private static final MethodHandle SHOULD_BE_INITIALIZED = ofUnsafe(boolean.class, Class.class, "shouldBeInitialized");
    private static final MethodHandle OFFSET = ofUnsafe(long.class, Field.class, "objectFieldOffset");
    private static final MethodHandle STATIC_OFFSET = ofUnsafe(long.class, Field.class, "staticFieldOffset");
    private static final MethodHandle STATIC_BASE = ofUnsafe(Object.class, Field.class, "staticFieldBase");
    private static final MethodHandle REFERENCE = ofUnsafe(MethodType.methodType(Object.class, Object.class, long.class), "getReferenceVolatile", "getObjectVolatile");
    private static final MethodHandle PUT_REFERENCE =
            ofUnsafe(MethodType.methodType(void.class, Object.class, long.class, Object.class), "putReferenceVolatile", "putObjectVolatile");
    private static final MethodHandle FIELDS = find(Class.class, "getDeclaredFields0", MethodType.methodType(Field[].class, boolean.class));
    private static final MethodHandle LOADED = find(ClassLoader.class, "findLoadedClass", MethodType.methodType(Class.class, String.class));
    private static final MethodHandle PACKAGE = systemPackage();
    private static final ClassLoader PLATFORM = platform();

    private Inside() {}

    static boolean isOpen() {
        return SHOULD_BE_INITIALIZED != null && OFFSET != null && STATIC_OFFSET != null && STATIC_BASE != null && REFERENCE != null
                && PUT_REFERENCE != null && FIELDS != null && LOADED != null && PACKAGE != null;
    }

    /** One of the JDK's, if it is loaded; null when it is not, or may not be: nothing is loaded of a package that has no class yet. */
    static Class<?> loaded(String name) throws ClassNotFoundException {
        try {
            if (PLATFORM != null) {
                Class<?> ofPlatform = (Class<?>) LOADED.invoke(PLATFORM, name);
                if (ofPlatform != null) return ofPlatform;
            }
            String packageName = name.substring(0, name.lastIndexOf('.')).replace('.', '/');
            Object known = PACKAGE.invoke(packageName);
            if (known == null) known = PACKAGE.invoke(packageName + '/');
            return known == null ? null : Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            throw e;
        } catch (Throwable e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    static boolean isInitialised(Class<?> type) {
        try {
            return !(boolean) SHOULD_BE_INITIALIZED.invokeExact(type);
        } catch (Throwable e) {
            return false;
        }
    }

    /** Whether one of the JDK's classes is there and initialised. */
    static boolean isInUse(String name) {
        try {
            Class<?> type = loaded(name);
            return type != null && isInitialised(type);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** All that it declares, those too that reflection is told to hide. */
    static Field[] fields(Class<?> type) {
        try {
            return (Field[]) FIELDS.invokeExact(type, false);
        } catch (Throwable e) {
            return new Field[0];
        }
    }

    /** Null when there is none of that name. */
    static Field field(Class<?> type, String name) {
        for (Field field : fields(type)) {
            if (field.getName().equals(name)) return field;
        }
        return null;
    }

    /** The value of an object's field, of whatever class above it declares it; null too when there is no such field. */
    static Object get(Object owner, String name) {
        Variable variable = variable(owner, name);
        return variable == null ? null : variable.get();
    }

    /** Whether it could be set. */
    static boolean set(Object owner, String name, Object value) {
        Variable variable = variable(owner, name);
        return variable != null && variable.set(value);
    }

    private static Variable variable(Object owner, String name) {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            Field field = field(type, name);
            if (field != null && !Modifier.isStatic(field.getModifiers())) return new Variable(field, owner);
        }
        return null;
    }

    /** The value of a static field of a class that is initialised; null otherwise. */
    static Object getStatic(String className, String name) {
        Variable variable = staticVariable(className, name);
        return variable == null ? null : variable.get();
    }

    /** Whether it could be set. */
    static boolean setStatic(String className, String name, Object value) {
        Variable variable = staticVariable(className, name);
        return variable != null && variable.set(value);
    }

    private static Variable staticVariable(String className, String name) {
        try {
            Class<?> type = loaded(className);
            Field field = type == null || !isInitialised(type) ? null : field(type, name);
            return field == null ? null : new Variable(field, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** What a static method without parameters answers; null when there is none. */
    static Object call(Class<?> type, String name, Class<?> result) {
        try {
            return TRUSTED.findStatic(type, name, MethodType.methodType(result)).invoke();
        } catch (Throwable e) {
            return null;
        }
    }

    /** A new object by the constructor without parameters. */
    static Object make(Class<?> type) throws Exception {
        try {
            return TRUSTED.findConstructor(type, MethodType.methodType(void.class)).invoke();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a field that holds a reference lies in its object; negative for one that is hidden from this, too. */
    static long offset(Field field) {
        try {
            return (long) OFFSET.invokeExact(field);
        } catch (Throwable e) {
            return -1;
        }
    }

    static Object reference(Object owner, long offset) throws Throwable {
        return (Object) REFERENCE.invokeExact(owner, offset);
    }

    /** The loader of what the JDK does not load by itself, of a JVM that has modules; else that of its extensions. */
    static ClassLoader platform() {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        while (loader != null && loader.getParent() != null) loader = loader.getParent();
        return loader;
    }

    private static MethodHandles.Lookup trusted() {
        try {
            Class<?> factoryClass = Class.forName("sun.reflect.ReflectionFactory");
            Object factory = factoryClass.getMethod("getReflectionFactory").invoke(null);
            for (Constructor<?> each : MethodHandles.Lookup.class.getDeclaredConstructors()) {
                Class<?>[] parameters = each.getParameterTypes();
                if (parameters.length < 2 || parameters[parameters.length - 1] != int.class) continue;
                Constructor<?> opened = (Constructor<?>) factoryClass
                        .getMethod("newConstructorForSerialization", Class.class, Constructor.class).invoke(factory, MethodHandles.Lookup.class, each);
                // Java 8 does not open it, but lets anyone do it.
                if (System.getProperty("java.specification.version").startsWith("1.")) opened.setAccessible(true);
                Object[] all = new Object[parameters.length];
                all[0] = Object.class;
                all[parameters.length - 1] = -1;
                return (MethodHandles.Lookup) opened.newInstance(all);
            }
            return null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    private static Class<?> unsafeClass() {
        for (String name : new String[] {"jdk.internal.misc.Unsafe", "sun.misc.Unsafe"}) {
            try {
                return Class.forName(name, true, null);
            } catch (ClassNotFoundException | LinkageError e) {
                // Another release.
            }
        }
        return null;
    }

    private static MethodHandle ofUnsafe(Class<?> result, Class<?> parameter, String name) {
        return ofUnsafe(MethodType.methodType(result, parameter), name);
    }

    /** By the first of the names that there is. */
    private static MethodHandle ofUnsafe(MethodType type, String... names) {
        for (String name : names) {
            try {
                Object unsafe = TRUSTED.findStaticGetter(UNSAFE, "theUnsafe", UNSAFE).invoke();
                return TRUSTED.findVirtual(UNSAFE, name, type).bindTo(unsafe);
            } catch (Throwable e) {
                // Another release calls it otherwise.
            }
        }
        return null;
    }

    private static MethodHandle find(Class<?> owner, String name, MethodType type) {
        try {
            return TRUSTED.findVirtual(owner, name, type);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** What answers null for a package without a loaded class. */
    private static MethodHandle systemPackage() {
        MethodType type = MethodType.methodType(String.class, String.class);
        try {
            return TRUSTED.findStatic(Class.forName("jdk.internal.loader.BootLoader", false, null), "getSystemPackageLocation", type)
                    .asType(MethodType.methodType(Object.class, String.class));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            try {
                return TRUSTED.findStatic(Package.class, "getSystemPackage0", type).asType(MethodType.methodType(Object.class, String.class));
            } catch (ReflectiveOperationException | RuntimeException none) {
                return null;
            }
        }
    }

    /** A field of an object, or of a class that is initialised. References are read directly, since a handle for each would cost most. */
    static final class Variable {
        private final Field field;
        private final Object owner;
        private final long offset;

        Variable(Field field, Object owner) {
            this.field = field;
            boolean primitive = field.getType().isPrimitive();
            long offset = -1;
            Object base = owner;
            try {
                if (!primitive && owner != null) offset = (long) OFFSET.invokeExact(field);
                if (!primitive && owner == null) {
                    offset = (long) STATIC_OFFSET.invokeExact(field);
                    base = (Object) STATIC_BASE.invokeExact(field);
                }
            } catch (Throwable e) {
                // One of a record, or of a hidden class; a handle reads it.
            }
            this.owner = base;
            this.offset = offset;
        }

        /** Null, too, when it cannot be read. */
        Object get() {
            try {
                if (offset >= 0) return (Object) REFERENCE.invokeExact(owner, offset);
                MethodHandle getter = TRUSTED.unreflectGetter(field);
                return Modifier.isStatic(field.getModifiers()) ? getter.invoke() : getter.invoke(owner);
            } catch (Throwable e) {
                return null;
            }
        }

        /** Whether it could be set: a final one is not. */
        boolean set(Object value) {
            try {
                if (Modifier.isFinal(field.getModifiers())) return false;
                if (offset >= 0) {
                    PUT_REFERENCE.invokeExact(owner, offset, value);
                    return true;
                }
                MethodHandle setter = TRUSTED.unreflectSetter(field);
                if (Modifier.isStatic(field.getModifiers())) setter.invoke(value);
                else setter.invoke(owner, value);
                return true;
            } catch (Throwable e) {
                return false;
            }
        }
    }
}
