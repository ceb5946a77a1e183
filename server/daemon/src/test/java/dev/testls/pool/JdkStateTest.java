package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tests change in the JDK, no later lease sees: it is put back, or the JVM ends. In each JDK that is here. */
class JdkStateTest {
    /** What is read {@code ==>} what is done to it. Afterwards the JVM serves on, and what is read is as before. */
    private static final String PUT_BACK = """
            HttpURLConnection.getFollowRedirects() ==> HttpURLConnection.setFollowRedirects(false)
            new URL("http://x").openConnection().getDefaultUseCaches() ==> new URL("http://x").openConnection().setDefaultUseCaches(false)
            URLConnection.getDefaultAllowUserInteraction() ==> URLConnection.setDefaultAllowUserInteraction(true)
            URLConnection.getFileNameMap().getContentTypeFor("x.txt") ==> URLConnection.setFileNameMap(name -> "a/b")
            reads(() -> new URL("made:x")) ==> URL.setURLStreamHandlerFactory(protocol -> protocol.equals("made") ? new Handler() : null); new URL("made:x")
            thrown(() -> URLConnection.setContentHandlerFactory(type -> null)) ==> nothing()
            thrown(() -> Socket.setSocketImplFactory(null)) ==> Socket.setSocketImplFactory(() -> null)
            thrown(() -> ServerSocket.setSocketFactory(null)) ==> ServerSocket.setSocketFactory(() -> null)
            Authenticator.requestPasswordAuthentication(null, null, 1, "", "", "") ==> Authenticator.setDefault(new Authenticator() { protected PasswordAuthentication getPasswordAuthentication() { return new PasswordAuthentication("a", new char[0]); } })
            CookieHandler.getDefault() ==> CookieHandler.setDefault(new CookieManager())
            HttpsURLConnection.getDefaultHostnameVerifier().getClass() ==> HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true)
            HttpsURLConnection.getDefaultSSLSocketFactory().getClass() ==> HttpsURLConnection.setDefaultSSLSocketFactory(new Factory())
            SSLContext.getDefault().getProtocol() ==> SSLContext.setDefault(SSLContext.getInstance("TLSv1.2"))
            Security.getProperty("zoo.own") ==> Security.setProperty("zoo.own", "1")
            names(Security.getProviders()) ==> Provider last = Security.getProviders()[5]; Security.removeProvider(last.getName()); Security.insertProviderAt(last, 1)
            Security.getProvider("SUN").getProperty("zoo.Own") ==> Security.getProvider("SUN").put("zoo.Own", "x")
            DriverManager.getLoginTimeout() ==> DriverManager.setLoginTimeout(7)
            DriverManager.getLogWriter() ==> DriverManager.setLogWriter(new PrintWriter(new StringWriter()))
            drivers() ==> DriverManager.registerDriver(new Own())
            ObjectInputFilter.Config.getSerialFilter() ==> ObjectInputFilter.Config.setSerialFilter(info -> ObjectInputFilter.Status.REJECTED)
            thrown(() -> ObjectInputFilter.Config.setSerialFilterFactory((a, b) -> b)) ==> nothing()
            platform().isRegistered(new ObjectName("a:type=B")) ==> platform().registerMBean(new Bean(), new ObjectName("a:type=B"))
            MBeanServerFactory.findMBeanServer(null).size() ==> MBeanServerFactory.createMBeanServer("mine")
            ManagementFactory.getThreadMXBean().isThreadContentionMonitoringEnabled() ==> ManagementFactory.getThreadMXBean().setThreadContentionMonitoringEnabled(true)
            ManagementFactory.getThreadMXBean().isThreadCpuTimeEnabled() ==> ManagementFactory.getThreadMXBean().setThreadCpuTimeEnabled(false)
            ManagementFactory.getClassLoadingMXBean().isVerbose() ==> quietly()
            pool().getUsageThreshold() ==> pool().setUsageThreshold(12345)
            PropertyEditorManager.findEditor(JdkTest.class) ==> PropertyEditorManager.registerEditor(JdkTest.class, PropertyEditorSupport.class)
            PropertyEditorManager.getEditorSearchPath().length ==> PropertyEditorManager.setEditorSearchPath(new String[] {"a", "b", "c"})
            Introspector.getBeanInfoSearchPath().length ==> Introspector.setBeanInfoSearchPath(new String[] {"a", "b", "c"})
            java.beans.Beans.isDesignTime() ==> java.beans.Beans.setDesignTime(true)
            javax.imageio.ImageIO.getUseCache() ==> javax.imageio.ImageIO.setUseCache(false)
            javax.imageio.ImageIO.getImageReadersByFormatName("png").hasNext() ==> javax.imageio.spi.IIORegistry.getDefaultInstance().deregisterAll(javax.imageio.spi.ImageReaderSpi.class)
            NamingManager.hasInitialContextFactoryBuilder() ==> NamingManager.setInitialContextFactoryBuilder(environment -> null)
            java.rmi.server.RMISocketFactory.getFailureHandler() ==> java.rmi.server.RMISocketFactory.setFailureHandler(e -> true)
            thrown(() -> Level.parse("ZOO")) ==> new Level("ZOO", 4711) {}
            Logger.getLogger("").getHandlers()[0].getFormatter().getClass() ==> Logger.getLogger("").getHandlers()[0].setFormatter(new XMLFormatter())
            Logger.getLogger("").getHandlers()[0].getFilter() ==> Logger.getLogger("").getHandlers()[0].setFilter(record -> false)
            LogManager.getLogManager().getProperty("zoo.level") ==> LogManager.getLogManager().readConfiguration(new ByteArrayInputStream("zoo.level=FINE".getBytes()))
            Thread.currentThread().getThreadGroup().getMaxPriority() ==> Thread.currentThread().getThreadGroup().setMaxPriority(3)
            new Thread().getName() ==> new Thread()
            Executors.defaultThreadFactory().newThread(() -> {}).getName() ==> Executors.defaultThreadFactory()
            ClassLoader.getSystemClassLoader().getParent().loadClass("java.sql.Date").desiredAssertionStatus() ==> ClassLoader.getSystemClassLoader().setPackageAssertionStatus("a.b", true)
            new File("deleted").exists() ==> new File("deleted").createNewFile(); new File("deleted").deleteOnExit()
            System.getSecurityManager() ==> nothing()
            IntStream.range(0, 10_000).parallel().map(it -> it + 1).sum() ==> CompletableFuture.supplyAsync(() -> 1).thenApplyAsync(it -> it + 1).get()
            Charset.isSupported("x-zoo") ==> Charset.forName("UTF-16BE"); Charset.forName("ISO-8859-7")
            """;

    /** What is done {@code ==>} why the JVM ends, in one JDK {@code |} another. */
    private static final String ENDS = """
            Security.setProperty("networkaddress.cache.ttl", "7") ==> the security property networkaddress.cache.ttl was changed
            System.setProperty("javax.net.ssl.trustStore", "x") ==> the system property javax.net.ssl.trustStore was changed, which the JDK reads once
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {}, "zoo-hook")) ==> a shutdown hook of the project's waits: zoo-hook
            java.time.zone.ZoneRulesProvider.registerProvider(new Zones()) ==> java.time.zone.ZoneRulesProvider#PROVIDERS holds z.JdkTest$Zones
            javax.swing.JComponent.setDefaultLocale(Locale.GERMAN) ==> the desktop's
            FileSystems.newFileSystem(URI.create("jar:" + new File("z.zip").toURI()), Map.of("create", "true")) ==> a file system is open
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.HOURS)) ==> holds z.JdkTest$ | something is to be done after a time
            ForkJoinPool.commonPool().execute(() -> { while (true) java.util.concurrent.locks.LockSupport.park(); }) ==> tests left threads running: ForkJoinPool.commonPool-worker
            sun.misc.Signal.handle(new sun.misc.Signal("USR2"), signal -> {}) ==> jdk.internal.misc.Signal#handlers holds
            ((javax.management.NotificationEmitter) ManagementFactory.getMemoryMXBean()).addNotificationListener((a, b) -> {}, null, null) ==> somebody listens to the JVM's memory
            """;

    private PoolFixture project;

    @BeforeEach
    void open(@TempDir Path root) {
        project = new PoolFixture(root);
    }

    @AfterEach
    void close() {
        project.close();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whatCanBePutBackIs(Path home) {
        project.java = home.resolve("bin/java");
        List<String[]> rows = rows(PUT_BACK);
        StringBuilder body = new StringBuilder();
        for (String[] row : rows) body.append("print(() -> %s);\n".formatted(row[0]));
        for (String[] row : rows) body.append("change(() -> { %s; });\n".formatted(row[1]));
        compile("@Test void all() throws Exception {\n" + body + "}\n");
        List<String> workers = new ArrayList<>();
        List<List<String>> heard = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (Lease lease = project.lease(Freshness.WARM)) {
                workers.add(lease.workerName());
                heard.add(project.run(lease, Cancel.never(), "z.JdkTest").only().stdout().lines().toList());
            }
        }
        assertThat(heard.get(0)).hasSizeGreaterThanOrEqualTo(rows.size()).noneMatch(it -> it.contains("not changed"));
        assertThat(heard.get(1)).isEqualTo(heard.get(0));
        assertThat(heard.get(2)).isEqualTo(heard.get(0));
        assertThat(workers).as(() -> project.pool.status().toString()).containsOnly(workers.get(0));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whatCannotBePutBackEndsTheJvm(Path home) {
        project.java = home.resolve("bin/java");
        List<String[]> rows = rows(ENDS);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) body.append("@Test void row%d() throws Exception { %s; }\n".formatted(i, rows.get(i)[0]));
        compile(body.toString());
        List<String> ended = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String worker;
            try (Lease lease = project.lease(Freshness.WARM)) {
                worker = lease.workerName();
                assertThat(project.run(lease, Cancel.never(), "z.JdkTest#row" + i + "()").text()).startsWith("PASSED");
            }
            try (Lease next = project.lease(Freshness.WARM)) {
                String reason = project.pool.status().stream().filter(it -> it.name().equals(worker)).findFirst().map(it -> it.retired()).orElse("");
                ended.add(rows.get(i)[0] + " -> " + (Stream.of(rows.get(i)[1].split(" \\| ")).anyMatch(reason::contains) ? rows.get(i)[1] : "not, but: " + reason));
            }
        }
        assertThat(ended).containsExactlyElementsOf(rows.stream().map(row -> row[0] + " -> " + row[1]).toList());
    }

    @Test
    void whatProvidersOfTheProjectAnsweredIsForgottenWhenTheirClassesChange() throws IOException {
        Path services = Files.createDirectories(project.classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("java.nio.charset.spi.CharsetProvider"), "s.Charsets\n");
        Files.writeString(services.resolve("java.net.spi.URLStreamHandlerProvider"), "s.Protocols\n");
        Files.writeString(services.resolve("java.sql.Driver"), "s.Drivers\n");
        project.compile("s.ServiceTest", """
                class ServiceTest { @Test void prints() throws Exception {
                    System.out.println(java.nio.charset.Charset.forName("x-zoo") + " " + new java.net.URL("zoo://x").getDefaultPort()
                            + " " + java.sql.DriverManager.getDriver("jdbc:zoo").getMajorVersion());
                } }
                """);
        compileProviders("UTF_8", 1);
        assertThat(project.run(Freshness.WARM, "s.ServiceTest").only().stdout()).isEqualTo("UTF-8 1 1\n");
        assertThat(project.run(Freshness.WARM, "s.ServiceTest").only().stdout()).isEqualTo("UTF-8 1 1\n");
        compileProviders("UTF_16", 2);
        assertThat(project.run(Freshness.WARM, "s.ServiceTest").only().stdout()).isEqualTo("UTF-16 2 2\n");
    }

    private void compileProviders(String charset, int number) {
        project.compile("s.Charsets", """
                public class Charsets extends java.nio.charset.spi.CharsetProvider {
                    public Iterator<java.nio.charset.Charset> charsets() { return Collections.emptyIterator(); }
                    public java.nio.charset.Charset charsetForName(String name) {
                        return name.equals("x-zoo") ? java.nio.charset.StandardCharsets.%s : null;
                    }
                }
                """.formatted(charset));
        project.compile("s.Protocols", """
                import java.net.*;
                public class Protocols extends java.net.spi.URLStreamHandlerProvider {
                    public URLStreamHandler createURLStreamHandler(String protocol) {
                        return !protocol.equals("zoo") ? null : new URLStreamHandler() {
                            protected URLConnection openConnection(URL url) { return null; }
                            protected int getDefaultPort() { return %d; }
                        };
                    }
                }
                """.formatted(number));
        project.compile("s.Drivers", """
                public class Drivers implements java.sql.Driver {
                    static { try { java.sql.DriverManager.registerDriver(new Drivers()); } catch (java.sql.SQLException e) { throw new IllegalStateException(e); } }
                    public java.sql.Connection connect(String url, Properties properties) { return null; }
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:zoo"); }
                    public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) { return null; }
                    public int getMajorVersion() { return %d; }
                    public int getMinorVersion() { return 1; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }
                """.formatted(number));
    }

    private static List<String[]> rows(String text) {
        return text.lines().map(line -> line.split(" ==> ")).toList();
    }

    private void compile(String members) {
        project.compile("z.JdkTest", """
                import java.beans.*; import java.io.*; import java.lang.management.*; import java.net.*; import java.nio.charset.Charset; import java.nio.file.*;
                import java.security.*; import java.sql.DriverManager; import java.time.zone.*; import java.util.logging.*; import javax.management.*;
                import javax.naming.spi.NamingManager; import javax.net.ssl.*;
                public class JdkTest {
                %s
                    interface Read { Object read() throws Exception; }
                    interface Change { void change() throws Exception; }
                    static void print(Read read) {
                        try { System.out.println(read.read()); } catch (Throwable e) { System.out.println(e); }
                    }
                    static void change(Change change) {
                        try { change.change(); } catch (Throwable e) { System.out.println("not changed: " + e); e.printStackTrace(); }
                    }
                    static Object thrown(Change change) {
                        try { change.change(); return null; } catch (Throwable e) { return e; }
                    }
                    static Object reads(Read read) { return thrown(() -> read.read()); }
                    static void nothing() {}
                    static void quietly() { ManagementFactory.getMemoryMXBean().setVerbose(false); }
                    static MBeanServer platform() { return ManagementFactory.getPlatformMBeanServer(); }
                    static MemoryPoolMXBean pool() {
                        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(it -> it.isUsageThresholdSupported()).findFirst().get();
                    }
                    static List<String> names(Provider[] all) { return Stream.of(all).map(it -> it.getName()).collect(Collectors.toList()); }
                    static List<String> drivers() {
                        return DriverManager.drivers().map(it -> it.getClass().getName()).collect(Collectors.toList());
                    }
                    public interface BeanMBean {}
                    public static class Bean implements BeanMBean {}
                    public static class Handler extends URLStreamHandler { protected URLConnection openConnection(URL url) { return null; } }
                    public static class Factory extends SSLSocketFactory {
                        public String[] getDefaultCipherSuites() { return null; }
                        public String[] getSupportedCipherSuites() { return null; }
                        public Socket createSocket(Socket s, String h, int p, boolean a) { return null; }
                        public Socket createSocket(String h, int p) { return null; }
                        public Socket createSocket(String h, int p, InetAddress a, int l) { return null; }
                        public Socket createSocket(InetAddress h, int p) { return null; }
                        public Socket createSocket(InetAddress h, int p, InetAddress a, int l) { return null; }
                    }
                    public static class Own implements java.sql.Driver {
                        public java.sql.Connection connect(String u, Properties i) { return null; }
                        public boolean acceptsURL(String u) { return false; }
                        public java.sql.DriverPropertyInfo[] getPropertyInfo(String u, Properties i) { return null; }
                        public int getMajorVersion() { return 1; }
                        public int getMinorVersion() { return 1; }
                        public boolean jdbcCompliant() { return false; }
                        public Logger getParentLogger() { return null; }
                    }
                    public static class Zones extends ZoneRulesProvider {
                        protected Set<String> provideZoneIds() { return Set.of("Zoo/Zone"); }
                        protected ZoneRules provideRules(String id, boolean c) { return ZoneRules.of(java.time.ZoneOffset.UTC); }
                        protected NavigableMap<String, ZoneRules> provideVersions(String id) { return new TreeMap<>(Map.of("1", provideRules(id, false))); }
                    }
                }
                """.formatted(members));
    }

    /** The one that runs, and another one that is newer. */
    static List<Path> jdks() throws IOException {
        Path running = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> all = new ArrayList<>(List.of(running));
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> homes = Files.list(installed)) {
                homes.filter(it -> it.getFileName().toString().contains("25") && Files.isExecutable(it.resolve("bin/java"))).limit(1).forEach(all::add);
            }
        }
        return all;
    }
}
