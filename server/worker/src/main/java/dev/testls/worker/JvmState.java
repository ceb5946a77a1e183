package dev.testls.worker;

import dev.testls.worker.jdk.JdkState;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UnsupportedEncodingException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * What tests like to change and forget, remembered before a lease and put back after it: here what the JDK's API can tell of; what it
 * hides, and what must not come to life for a look, is {@link JdkState}'s.
 */
final class JvmState {
    /** Not those of XML and of names, which are read at each call, nor those that only tell of the system. */
    private static final String[] READ_ONCE = {
        "java.net.", "sun.net.", "networkaddress.", "http.keepAlive", "http.maxConnections", "http.auth.", "http.agent", "https.protocols",
        "https.cipherSuites", "javax.net.ssl.", "jdk.tls.", "jdk.http", "jdk.net.", "jdk.security.", "jdk.serial", "sun.security.", "java.security.",
        "java.rmi.", "sun.rmi.", "java.util.concurrent.", "jdk.virtualThreadScheduler.", "java.locale.", "jdk.logger.", "java.nio.",
        "java.io.tmpdir", "java.system.", "sun.nio.", "jdk.nio.", "java.time.zone.", "com.sun.jndi.", "com.sun.security.", "sun.reflect.", "jdk.reflect."
    };

    private final Properties properties = System.getProperties();
    private final Map<Object, Object> propertyValues = copy(properties);
    private final Locale locale = Locale.getDefault();
    private final Locale displayLocale = Locale.getDefault(Locale.Category.DISPLAY);
    private final Locale formatLocale = Locale.getDefault(Locale.Category.FORMAT);
    private final TimeZone timeZone = TimeZone.getDefault();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final InputStream in = System.in;
    private final UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    private final Object securityManager = securityManager();
    private final Object authenticator = authenticator();
    private final ProxySelector proxySelector = ProxySelector.getDefault();
    private final CookieHandler cookieHandler = CookieHandler.getDefault();
    private final ResponseCache responseCache = ResponseCache.getDefault();
    private final List<Provider> providers = Arrays.asList(Security.getProviders());
    private final Map<String, LoggerState> loggers = loggers();
    private final ThreadGroup group = Thread.currentThread().getThreadGroup();
    private final int groupPriority = group.getMaxPriority();
    private final JdkState jdk;

    JvmState(JdkState jdk) {
        this.jdk = jdk;
    }

    /** Puts all back; what cannot be is told, for people. */
    List<String> putBack() {
        List<String> failed = new ArrayList<>();
        putBack(failed, "the security manager", this::putBackSecurityManager);
        tellWhatIsReadOnce(failed);
        putBack(failed, "the system properties", this::putBackProperties);
        putBack(failed, "the locale", this::putBackLocale);
        putBack(failed, "the time zone", () -> TimeZone.setDefault(timeZone));
        putBack(failed, "the standard streams", this::putBackStreams);
        putBack(failed, "the handler of uncaught exceptions", () -> Thread.setDefaultUncaughtExceptionHandler(handler));
        putBack(failed, "the network defaults", this::putBackNetwork);
        putBack(failed, "the security providers", this::putBackProviders);
        putBack(failed, "java.util.logging", this::putBackLoggers);
        if (group.getMaxPriority() != groupPriority) putBack(failed, "the priority of threads", () -> group.setMaxPriority(groupPriority));
        failed.addAll(jdk.putBack());
        return failed;
    }

    /** Who in the JDK holds what must be no more: see {@link JdkState#held}. */
    List<String> held() {
        return jdk.held();
    }

    private static void putBack(List<String> failed, String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | LinkageError e) {
            failed.add(what + ": " + e);
        }
    }

    /**
     * Properties that the JDK reads when a class of its own comes to life, and never again. Whether that was during the lease cannot be
     * known.
     */
    private void tellWhatIsReadOnce(List<String> failed) {
        Map<Object, Object> now = copy(System.getProperties());
        Set<Object> names = new HashSet<>(now.keySet());
        names.addAll(propertyValues.keySet());
        for (Object name : names) {
            if (!isReadOnce(name) || Objects.equals(now.get(name), propertyValues.get(name))) continue;
            failed.add("the system property " + name + " was changed, which the JDK reads once");
        }
    }

    private static boolean isReadOnce(Object name) {
        if (!(name instanceof String)) return false;
        for (String prefix : READ_ONCE) {
            if (((String) name).startsWith(prefix)) return true;
        }
        return false;
    }

    private void putBackProperties() {
        if (System.getProperties() != properties) System.setProperties(properties);
        if (copy(properties).equals(propertyValues)) return;
        properties.keySet().retainAll(propertyValues.keySet());
        properties.putAll(propertyValues);
    }

    private void putBackLocale() {
        if (!Locale.getDefault().equals(locale)) Locale.setDefault(locale);
        Locale.setDefault(Locale.Category.DISPLAY, displayLocale);
        Locale.setDefault(Locale.Category.FORMAT, formatLocale);
    }

    private void putBackStreams() {
        if (System.out != out) System.setOut(out);
        if (System.err != err) System.setErr(err);
        if (System.in != in) System.setIn(in);
    }

    private void putBackNetwork() {
        if (authenticator() != authenticator) Authenticator.setDefault((Authenticator) authenticator);
        if (ProxySelector.getDefault() != proxySelector) ProxySelector.setDefault(proxySelector);
        if (CookieHandler.getDefault() != cookieHandler) CookieHandler.setDefault(cookieHandler);
        if (ResponseCache.getDefault() != responseCache) ResponseCache.setDefault(responseCache);
    }

    private void putBackProviders() {
        Provider[] now = Security.getProviders();
        boolean same = now.length == providers.size();
        // Providers with the same entries are equal.
        for (int i = 0; same && i < now.length; i++) same = now[i] == providers.get(i);
        if (same) return;
        // One that is there is not moved by being inserted.
        for (Provider provider : now) Security.removeProvider(provider.getName());
        for (Provider provider : providers) Security.addProvider(provider);
    }

    @SuppressWarnings({"deprecation", "removal"})
    private static Object securityManager() {
        return System.getSecurityManager();
    }

    @SuppressWarnings({"deprecation", "removal"})
    private void putBackSecurityManager() {
        if (System.getSecurityManager() != securityManager) {
            System.setSecurityManager((SecurityManager) securityManager);
        }
    }

    /** Java 8 cannot tell; there it was set by nobody. */
    private static Object authenticator() {
        try {
            return Authenticator.class.getMethod("getDefault").invoke(null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Map<Object, Object> copy(Properties properties) {
        synchronized (properties) {
            return new HashMap<>(properties);
        }
    }

    private static Map<String, LoggerState> loggers() {
        Map<String, LoggerState> states = new HashMap<>();
        for (Logger logger : allLoggers()) states.put(logger.getName(), new LoggerState(logger));
        return states;
    }

    private static List<Logger> allLoggers() {
        LogManager manager = LogManager.getLogManager();
        List<Logger> all = new ArrayList<>();
        for (String name : Collections.list(manager.getLoggerNames())) {
            Logger logger = manager.getLogger(name);
            if (logger != null) all.add(logger);
        }
        return all;
    }

    private void putBackLoggers() {
        for (Logger logger : allLoggers()) {
            LoggerState state = loggers.get(logger.getName());
            (state == null ? LoggerState.UNTOUCHED : state).putBack(logger);
        }
    }

    private static final class LoggerState {
        static final LoggerState UNTOUCHED = new LoggerState();

        /** Holds the logger: one that nobody holds is forgotten with its level. */
        private final Logger logger;
        private final Level level;
        private final Set<Handler> handlers;
        private final Map<Handler, HandlerState> handlerStates = new HashMap<>();
        private final boolean useParentHandlers;
        private final java.util.logging.Filter filter;

        private LoggerState() {
            logger = null;
            level = null;
            handlers = Collections.emptySet();
            useParentHandlers = true;
            filter = null;
        }

        LoggerState(Logger logger) {
            this.logger = logger;
            level = logger.getLevel();
            handlers = new HashSet<>(Arrays.asList(logger.getHandlers()));
            for (Handler handler : handlers) handlerStates.put(handler, new HandlerState(handler));
            useParentHandlers = logger.getUseParentHandlers();
            filter = logger.getFilter();
        }

        void putBack(Logger now) {
            if (logger != null && logger != now) return;
            if (now.getLevel() != level) now.setLevel(level);
            if (now.getUseParentHandlers() != useParentHandlers) now.setUseParentHandlers(useParentHandlers);
            if (now.getFilter() != filter) now.setFilter(filter);
            List<Handler> present = Arrays.asList(now.getHandlers());
            for (Handler handler : present) {
                if (!handlers.contains(handler)) now.removeHandler(handler);
            }
            for (Handler handler : handlers) {
                if (!present.contains(handler)) now.addHandler(handler);
                handlerStates.get(handler).putBack(handler);
            }
        }
    }

    private static final class HandlerState {
        private final Level level;
        private final Formatter formatter;
        private final java.util.logging.Filter filter;
        private final ErrorManager errors;
        private final String encoding;

        HandlerState(Handler handler) {
            level = handler.getLevel();
            formatter = handler.getFormatter();
            filter = handler.getFilter();
            errors = handler.getErrorManager();
            encoding = handler.getEncoding();
        }

        void putBack(Handler now) {
            if (now.getLevel() != level) now.setLevel(level);
            if (now.getFormatter() != formatter) now.setFormatter(formatter);
            if (now.getFilter() != filter) now.setFilter(filter);
            if (now.getErrorManager() != errors) now.setErrorManager(errors);
            if (Objects.equals(now.getEncoding(), encoding)) return;
            try {
                now.setEncoding(encoding);
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
