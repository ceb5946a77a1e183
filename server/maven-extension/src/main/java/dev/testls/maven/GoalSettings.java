package dev.testls.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * What a goal would be configured with if it ran: the execution's configuration, else the user property, else the
 * plugin's own default; expressions are evaluated by Maven.
 */
final class GoalSettings {
    private final MojoDescriptor descriptor;
    private final @Nullable Xpp3Dom configuration;
    private final PluginParameterExpressionEvaluator evaluator;

    /** The session's current project must be the one that the execution belongs to. */
    GoalSettings(MavenSession session, MojoDescriptor descriptor, String executionId, @Nullable Xpp3Dom configuration) {
        this.descriptor = descriptor;
        this.configuration = configuration;
        this.evaluator = new PluginParameterExpressionEvaluator(session, new MojoExecution(descriptor, executionId));
    }

    String pluginVersion() {
        return descriptor.getPluginDescriptor().getVersion();
    }

    boolean has(String name) {
        return descriptor.getParameterMap() != null && descriptor.getParameterMap().containsKey(name);
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = descriptor.getParameters();
        return parameters == null ? new ArrayList<>() : parameters;
    }

    /** Empty text when it is not set. */
    String text(String name) {
        Object value = value(name);
        return value == null ? "" : value.toString();
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name).trim());
    }

    int number(String name) {
        String text = text(name).trim();
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "<" + name + "> of " + descriptor.getGoal() + " is not a number: '" + text + "'", e);
        }
    }

    @Nullable File file(String name) {
        Object value = value(name);
        if (value == null || value.toString().isEmpty()) return null;
        return evaluator.alignToBaseDirectory(value instanceof File ? (File) value : new File(value.toString()));
    }

    List<String> texts(String name) {
        Xpp3Dom set = set(name);
        List<String> texts = new ArrayList<>();
        if (set != null && set.getChildCount() > 0) {
            for (Xpp3Dom child : set.getChildren()) {
                Object value = evaluate(child.getValue());
                if (value != null && !value.toString().trim().isEmpty()) texts.add(value.toString().trim());
            }
            return texts;
        }
        Object value = value(name);
        if (value instanceof Collection) {
            for (Object element : (Collection<?>) value) if (element != null) texts.add(element.toString());
        } else if (value instanceof Object[]) {
            for (Object element : (Object[]) value) if (element != null) texts.add(element.toString());
        } else if (value != null) {
            for (String part : value.toString().split(",")) if (!part.trim().isEmpty()) texts.add(part.trim());
        }
        return texts;
    }

    /** Names and values of a map, or of properties, in both of their notations. */
    Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        Xpp3Dom set = set(name);
        if (set != null && set.getChildCount() > 0) {
            for (Xpp3Dom child : set.getChildren()) {
                boolean pair = child.getName().equals("property") && child.getChild("name") != null;
                String key = pair ? child.getChild("name").getValue() : child.getName();
                Xpp3Dom valueNode = pair ? child.getChild("value") : child;
                Object value = valueNode == null ? null : evaluate(valueNode.getValue());
                map.put(key, value == null ? "" : value.toString());
            }
            return map;
        }
        Object value = value(name);
        if (value instanceof Properties) {
            Properties properties = (Properties) value;
            for (String key : properties.stringPropertyNames()) map.put(key, properties.getProperty(key));
        } else if (value instanceof Map) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                map.put(String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
            }
        }
        return map;
    }

    /** The elements of a parameter whose elements have parts of their own. */
    List<Xpp3Dom> elements(String name) {
        Xpp3Dom set = set(name);
        return set == null ? new ArrayList<>() : Arrays.asList(set.getChildren());
    }

    /**
     * What pom and command line say of a parameter, where that is not its default: its value, of a list the elements, of a
     * map the names.
     */
    List<String> given(String name) {
        Xpp3Dom set = set(name);
        if (set != null && set.getChildCount() > 0) {
            Parameter parameter = (Parameter) descriptor.getParameterMap().get(name);
            boolean isMap = Arrays.asList("java.util.Properties", "java.util.Map").contains(parameter.getType());
            if (isMap) return new ArrayList<>(map(name).keySet());
            List<String> elements = texts(name);
            // What has parts of its own is told by its name.
            if (elements.isEmpty()) for (Xpp3Dom child : set.getChildren()) elements.add("<" + child.getName() + ">");
            return elements;
        }
        Object value = value(name);
        PlexusConfiguration defaults = descriptor.getMojoConfiguration().getChild(name, false);
        Object usual = defaults == null ? null : evaluate(defaults.getAttribute("default-value", null));
        boolean isUsual = value == null || value.toString().trim().isEmpty()
                || usual != null && value.toString().equals(usual.toString());
        return isUsual ? new ArrayList<>() : new ArrayList<>(Arrays.asList(value.toString().trim()));
    }

    @Nullable Object evaluate(@Nullable String expression) {
        if (expression == null || expression.isEmpty()) return null;
        try {
            return evaluator.evaluate(expression.trim());
        } catch (ExpressionEvaluationException e) {
            throw new IllegalArgumentException("Maven cannot evaluate " + expression + ": " + e.getMessage(), e);
        }
    }

    private @Nullable Object value(String name) {
        Xpp3Dom set = set(name);
        if (set != null && set.getValue() != null) {
            Object value = evaluate(set.getValue());
            if (value != null) return value;
        }
        PlexusConfiguration defaults = descriptor.getMojoConfiguration().getChild(name, false);
        if (defaults == null) return null;
        Object value = evaluate(defaults.getValue(null));
        // An expression that stands for nothing evaluates to null, or to itself where it is part of a text.
        if (value != null && !value.equals(defaults.getValue(null))) return value;
        return evaluate(defaults.getAttribute("default-value", null));
    }

    /** What pom and command line say, under the parameter's name or its alias. */
    private @Nullable Xpp3Dom set(String name) {
        if (configuration == null) return null;
        Xpp3Dom child = configuration.getChild(name);
        if (child != null) return child;
        Parameter parameter =
                (Parameter) (descriptor.getParameterMap() == null ? null : descriptor.getParameterMap().get(name));
        String alias = parameter == null ? null : parameter.getAlias();
        return alias == null || alias.isEmpty() ? null : configuration.getChild(alias);
    }
}
