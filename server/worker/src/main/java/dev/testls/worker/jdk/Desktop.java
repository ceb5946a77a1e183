package dev.testls.worker.jdk;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Editors and search paths of beans, and how images are read; of a JVM in which they came to life. */
final class Desktop implements Piece {
    @Override
    public String name() {
        return "the defaults of beans and images";
    }

    @Override
    public void putBack(List<String> left) throws Exception {
        if (Inside.getStatic("java.beans.ThreadGroupContext", "contexts") != null) putBackBeans(left);
        if (Inside.isInUse("javax.imageio.spi.IIORegistry")) Images.putBackProviders();
        if (Inside.getStatic("javax.imageio.ImageIO", "theRegistry") != null) Images.putBack();
        Object context = Inside.getStatic("sun.awt.AppContext", "mainAppContext");
        if (context != null) tellWindows(Inside.get(context, "table"), left);
    }

    /** They are kept by thread group; tests run in that of this thread. What is null is made anew when it is asked for. */
    private static void putBackBeans(List<String> left) throws Exception {
        Class<?> type = Class.forName("java.beans.ThreadGroupContext", false, null);
        Object context = Inside.call(type, "getContext", type);
        if (context == null) {
            left.add("java.beans was used");
            return;
        }
        Object finder = Inside.get(context, "beanInfoFinder");
        if (finder != null && !hasDefaults(finder)) {
            Inside.set(context, "beanInfoFinder", null);
            Inside.set(context, "beanInfoCache", null);
        }
        Inside.set(context, "propertyEditorFinder", null);
        Inside.set(context, "isDesignTime", false);
        Inside.set(context, "isGuiAvailable", null);
    }

    private static boolean hasDefaults(Object finder) {
        Object packages = Inside.get(finder, "packages");
        return packages instanceof String[] && ((String[]) packages).length == 1 && ((String[]) packages)[0].equals("sun.beans.infos");
    }

    /** What Swing and AWT keep for the whole application, by keys of their own; images are looked after above. */
    private static void tellWindows(Object table, List<String> left) {
        if (!(table instanceof Map)) return;
        for (Object key : ((Map<?, ?>) table).keySet()) {
            boolean text = key instanceof String || key instanceof StringBuilder || key instanceof StringBuffer;
            String name = text ? key.toString() : (key instanceof Class ? (Class<?>) key : key.getClass()).getName();
            if (name.startsWith("javax.imageio.") || name.startsWith("EventQueue") || name.equals("PostEventQueue")) continue;
            left.add("the desktop's " + name + " was used");
            return;
        }
    }

    /** Apart, since a JVM may come without the module. */
    private static final class Images {
        /** With what the JDK brings; null until anybody used images. */
        private static javax.imageio.spi.IIORegistry standard;

        /** Those of the JDK. What others were registered is held by the registry, which is walked. */
        static void putBackProviders() throws Exception {
            javax.imageio.spi.IIORegistry registry = javax.imageio.spi.IIORegistry.getDefaultInstance();
            if (standard == null) standard = (javax.imageio.spi.IIORegistry) Inside.make(javax.imageio.spi.IIORegistry.class);
            for (Iterator<Class<?>> categories = standard.getCategories(); categories.hasNext(); ) {
                for (Iterator<?> all = standard.getServiceProviders(categories.next(), false); all.hasNext(); ) {
                    Object provider = all.next();
                    if (registry.getServiceProviderByClass(provider.getClass()) == null) registry.registerServiceProvider(provider);
                }
            }
        }

        static void putBack() {
            if (!javax.imageio.ImageIO.getUseCache()) javax.imageio.ImageIO.setUseCache(true);
            if (javax.imageio.ImageIO.getCacheDirectory() != null) javax.imageio.ImageIO.setCacheDirectory(null);
        }
    }
}
