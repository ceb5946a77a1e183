package dev.testls.jdt;

import dev.testls.model.SourceRange;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jdt.core.compiler.CharOperation;
import org.eclipse.jdt.internal.compiler.CompilationResult;
import org.eclipse.jdt.internal.compiler.DefaultErrorHandlingPolicies;
import org.eclipse.jdt.internal.compiler.ast.ASTNode;
import org.eclipse.jdt.internal.compiler.ast.AbstractMethodDeclaration;
import org.eclipse.jdt.internal.compiler.ast.AbstractVariableDeclaration;
import org.eclipse.jdt.internal.compiler.ast.Annotation;
import org.eclipse.jdt.internal.compiler.ast.ArrayInitializer;
import org.eclipse.jdt.internal.compiler.ast.BinaryExpression;
import org.eclipse.jdt.internal.compiler.ast.ClassLiteralAccess;
import org.eclipse.jdt.internal.compiler.ast.CompilationUnitDeclaration;
import org.eclipse.jdt.internal.compiler.ast.Expression;
import org.eclipse.jdt.internal.compiler.ast.ExtendedStringLiteral;
import org.eclipse.jdt.internal.compiler.ast.FalseLiteral;
import org.eclipse.jdt.internal.compiler.ast.FieldDeclaration;
import org.eclipse.jdt.internal.compiler.ast.ImportReference;
import org.eclipse.jdt.internal.compiler.ast.Initializer;
import org.eclipse.jdt.internal.compiler.ast.MemberValuePair;
import org.eclipse.jdt.internal.compiler.ast.MethodDeclaration;
import org.eclipse.jdt.internal.compiler.ast.NumberLiteral;
import org.eclipse.jdt.internal.compiler.ast.OperatorIds;
import org.eclipse.jdt.internal.compiler.ast.QualifiedNameReference;
import org.eclipse.jdt.internal.compiler.ast.SingleNameReference;
import org.eclipse.jdt.internal.compiler.ast.StringLiteral;
import org.eclipse.jdt.internal.compiler.ast.StringLiteralConcatenation;
import org.eclipse.jdt.internal.compiler.ast.TrueLiteral;
import org.eclipse.jdt.internal.compiler.ast.TypeDeclaration;
import org.eclipse.jdt.internal.compiler.ast.TypeParameter;
import org.eclipse.jdt.internal.compiler.ast.TypeReference;
import org.eclipse.jdt.internal.compiler.batch.CompilationUnit;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileConstants;
import org.eclipse.jdt.internal.compiler.impl.CompilerOptions;
import org.eclipse.jdt.internal.compiler.parser.Parser;
import org.eclipse.jdt.internal.compiler.problem.DefaultProblemFactory;
import org.eclipse.jdt.internal.compiler.problem.ProblemReporter;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source file's declarations with JDT's parser: no bodies, no bindings, no other file.
 *
 * <p>Law: whatever the text is, there is an answer. From half-written code comes what the parser's recovery saved. Not
 * for two threads at once; one that is used again is faster than a new one.
 */
final class FactsParser {
    private static final int ACCESS_FLAGS = 0xFFFF;
    private static final SourceRange NOWHERE = new SourceRange(0, 0, 0, 0);

    private final Parser parser;
    /** The same few names stand in every file: each is kept once. */
    private final Map<String, String> names = new HashMap<>();

    FactsParser() {
        CompilerOptions options = new CompilerOptions();
        long latest = ClassFileConstants.getLatestJDKLevel();
        options.sourceLevel = latest;
        options.complianceLevel = latest;
        options.enablePreviewFeatures = true;
        ProblemReporter problems = new ProblemReporter(
                DefaultErrorHandlingPolicies.proceedWithAllProblems(), options, new DefaultProblemFactory(Locale.ROOT));
        parser = new Parser(problems, false);
        parser.reportOnlyOneSyntaxError = true;
        parser.javadocParser.checkDocComment = false;
    }

    FileFacts parse(String fileName, String text) {
        if (fileName.equals("package-info.java") || fileName.equals("module-info.java")) return FileFacts.EMPTY;
        CompilationUnit unit = new CompilationUnit(text.toCharArray(), fileName, null);
        CompilationResult result = new CompilationResult(unit, 0, 1, 1);
        try {
            CompilationUnitDeclaration parsed = parser.dietParse(unit, result);
            return new Reader(lineEnds(result), text).file(parsed, result.hasSyntaxError);
        } catch (RuntimeException | StackOverflowError e) {
            // The parser's recovery is not proof against all broken code.
            return FileFacts.UNREADABLE;
        }
    }

    private static int[] lineEnds(CompilationResult result) {
        int[] ends = result.getLineSeparatorPositions();
        return ends == null ? new int[0] : ends;
    }

    private String name(char[] name) {
        return name(new String(name));
    }

    private String name(char[][] segments) {
        return name(CharOperation.toString(segments));
    }

    private String name(String name) {
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    /** Reads one file's syntax tree. */
    private final class Reader {
        /** Positions of each line's last separator character. */
        private final int[] lineEnds;
        private final String text;

        Reader(int[] lineEnds, String text) {
            this.lineEnds = lineEnds;
            this.text = text;
        }

        FileFacts file(CompilationUnitDeclaration unit, boolean broken) {
            List<FileFacts.Import> imports = new ArrayList<>();
            if (unit.imports != null) {
                for (ImportReference reference : unit.imports) imports.add(importOf(reference));
            }
            List<ClassFacts> types = new ArrayList<>();
            if (unit.types != null) {
                for (TypeDeclaration type : unit.types) {
                    if (hasName(type)) types.add(type(type, null, TypeVariables.NONE));
                }
            }
            return new FileFacts(unit.currentPackage == null ? "" : name(unit.currentPackage.tokens), imports, types, false, broken);
        }

        private FileFacts.Import importOf(ImportReference reference) {
            boolean onDemand = (reference.bits & ASTNode.OnDemand) != 0;
            FileFacts.Import.Kind kind = reference.isStatic()
                    ? (onDemand ? FileFacts.Import.Kind.STATIC_ON_DEMAND : FileFacts.Import.Kind.STATIC_SINGLE)
                    : (onDemand ? FileFacts.Import.Kind.ON_DEMAND : FileFacts.Import.Kind.SINGLE);
            return new FileFacts.Import(kind, name(reference.tokens));
        }

        private ClassFacts type(TypeDeclaration type, ClassFacts.@Nullable Kind enclosing, TypeVariables outer) {
            ClassFacts.Kind kind = kind(type);
            int modifiers = type.modifiers & ACCESS_FLAGS & ~Modifier.SYNCHRONIZED;
            if (enclosing != null && kind != ClassFacts.Kind.CLASS) modifiers |= Modifier.STATIC;
            if (enclosing != null && enclosing.isInterface()) modifiers |= Modifier.STATIC | Modifier.PUBLIC;
            if (kind.isInterface()) modifiers |= Modifier.ABSTRACT;
            TypeVariables variables = TypeVariables.of(type.typeParameters, outer);

            List<String> interfaces = new ArrayList<>();
            if (type.superInterfaces != null) {
                for (TypeReference reference : type.superInterfaces) interfaces.add(typeName(reference));
            }
            List<MethodFacts> methods = new ArrayList<>();
            if (type.methods != null) {
                for (AbstractMethodDeclaration method : type.methods) {
                    if (isWritten(method)) methods.add(method(method, kind, variables));
                }
            }
            Map<String, Value> constants = new LinkedHashMap<>();
            Set<String> fieldAnnotations = new LinkedHashSet<>();
            if (type.fields != null) {
                for (FieldDeclaration field : type.fields) readField(field, kind, constants, fieldAnnotations);
            }
            List<ClassFacts> nested = new ArrayList<>();
            if (type.memberTypes != null) {
                for (TypeDeclaration member : type.memberTypes) {
                    if (hasName(member)) nested.add(type(member, kind, variables));
                }
            }
            return new ClassFacts(name(type.name), kind, modifiers,
                    type.superclass == null ? "" : typeName(type.superclass), interfaces, annotations(type.annotations),
                    methods, constants, List.copyOf(fieldAnnotations), nested, List.of(),
                    range(start(type.annotations, type.modifiersSourceStart, type.sourceStart),
                            type.declarationSourceEnd));
        }

        private boolean hasName(TypeDeclaration type) {
            return type.name != null && type.name.length > 0
                    && (type.bits & (ASTNode.IsLocalType | ASTNode.IsAnonymousType)) == 0;
        }

        private ClassFacts.Kind kind(TypeDeclaration type) {
            return switch (TypeDeclaration.kind(type.modifiers)) {
                case TypeDeclaration.INTERFACE_DECL -> ClassFacts.Kind.INTERFACE;
                case TypeDeclaration.ANNOTATION_TYPE_DECL -> ClassFacts.Kind.ANNOTATION;
                case TypeDeclaration.ENUM_DECL -> ClassFacts.Kind.ENUM;
                case TypeDeclaration.RECORD_DECL -> ClassFacts.Kind.RECORD;
                default -> ClassFacts.Kind.CLASS;
            };
        }

        private boolean isWritten(AbstractMethodDeclaration method) {
            if (method.isClinit() || method.selector == null) return false;
            return !method.isDefaultConstructor() && (method.isConstructor() || method instanceof MethodDeclaration);
        }

        private MethodFacts method(AbstractMethodDeclaration method, ClassFacts.Kind owner, TypeVariables outer) {
            TypeVariables variables = TypeVariables.of(method.typeParameters(), outer);
            int modifiers = method.modifiers & ACCESS_FLAGS;
            if (owner.isInterface()) {
                if (!Modifier.isPrivate(modifiers)) modifiers |= Modifier.PUBLIC;
                boolean hasBody = method.isDefaultMethod() || Modifier.isStatic(modifiers)
                        || Modifier.isPrivate(modifiers);
                if (!hasBody) modifiers |= Modifier.ABSTRACT;
            }
            boolean generic = false;
            List<String> parameters = new ArrayList<>();
            if (method.arguments != null) {
                for (AbstractVariableDeclaration argument : method.arguments) {
                    TypeReference type = argument.type;
                    parameters.add(type == null ? "Object" : erased(type, variables));
                    generic |= type != null && variables.declares(typeName(type));
                }
            }
            String returnType = "void";
            if (method instanceof MethodDeclaration declaration && declaration.returnType != null) {
                returnType = erased(declaration.returnType, variables);
                generic |= variables.declares(typeName(declaration.returnType));
            }
            return new MethodFacts(method.isConstructor() ? MethodFacts.CONSTRUCTOR : name(method.selector),
                    modifiers, returnType, parameters, generic, annotations(method.annotations),
                    range(start(method.annotations, method.modifiersSourceStart, method.declarationSourceStart),
                            method.declarationSourceEnd));
        }

        private void readField(
                FieldDeclaration field, ClassFacts.Kind owner, Map<String, Value> constants, Set<String> annotations) {
            if (field instanceof Initializer) return;
            if (field.annotations != null) {
                for (Annotation annotation : field.annotations) {
                    String type = typeName(annotation.type);
                    if (AnnotationFacts.isRelevant(type)) annotations.add(type);
                }
            }
            int constant = Modifier.STATIC | Modifier.FINAL;
            boolean isConstant = owner.isInterface() || (field.modifiers & constant) == constant;
            if (!isConstant || field.type == null || field.initialization == null || field.name == null) return;
            String type = typeName(field.type);
            if (field.type.dimensions() > 0 || !type.equals("String") && !type.equals("java.lang.String")) return;
            Value value = value(field.initialization);
            if (!(value instanceof Value.Unknown)) constants.put(name(field.name), value);
        }

        private List<AnnotationFacts> annotations(Annotation @Nullable [] annotations) {
            if (annotations == null) return List.of();
            List<AnnotationFacts> facts = new ArrayList<>(annotations.length);
            for (Annotation annotation : annotations) {
                boolean relevant = annotation.type != null && AnnotationFacts.isRelevant(typeName(annotation.type));
                if (relevant) facts.add(annotation(annotation));
            }
            return facts;
        }

        private AnnotationFacts annotation(Annotation annotation) {
            String type = typeName(annotation.type);
            MemberValuePair[] pairs = annotation.memberValuePairs();
            if (pairs == null || pairs.length == 0 || !AnnotationFacts.keepsValues(type)) {
                return new AnnotationFacts(type, Map.of());
            }
            Map<String, Value> values = new LinkedHashMap<>();
            for (MemberValuePair pair : pairs) {
                if (pair.name != null && pair.value != null) values.put(name(pair.name), value(pair.value));
            }
            return new AnnotationFacts(type, values);
        }

        private Value value(Expression expression) {
            if (expression instanceof Annotation annotation) return new Value.Nested(annotation(annotation));
            if (expression instanceof StringLiteralConcatenation concatenation) {
                List<Value> parts = new ArrayList<>();
                for (StringLiteral literal : concatenation.getLiterals()) {
                    if (literal != null) parts.add(value(literal));
                }
                return new Value.Concat(parts);
            }
            if (expression instanceof StringLiteral literal && !(expression instanceof ExtendedStringLiteral)) {
                return new Value.Text(new String(literal.source()));
            }
            if (expression instanceof NumberLiteral literal) return new Value.Text(new String(literal.source()));
            if (expression instanceof TrueLiteral) return new Value.Text("true");
            if (expression instanceof FalseLiteral) return new Value.Text("false");
            if (expression instanceof SingleNameReference reference) return new Value.Name(name(reference.token));
            if (expression instanceof QualifiedNameReference reference) return new Value.Name(name(reference.tokens));
            if (expression instanceof ClassLiteralAccess literal) return new Value.ClassName(typeName(literal.type));
            if (expression instanceof ArrayInitializer initializer) {
                List<Value> values = new ArrayList<>();
                if (initializer.expressions != null) {
                    for (Expression element : initializer.expressions) values.add(value(element));
                }
                return new Value.Many(values);
            }
            return expression instanceof BinaryExpression ? sum(expression) : Value.Unknown.INSTANCE;
        }

        /** Sums nest to the left, and can be thousands of parts deep. */
        private Value sum(Expression expression) {
            LinkedList<Value> parts = new LinkedList<>();
            Expression rest = expression;
            while (rest instanceof BinaryExpression sum) {
                if (operator(sum) != OperatorIds.PLUS) return Value.Unknown.INSTANCE;
                parts.addFirst(value(sum.right));
                rest = sum.left;
            }
            parts.addFirst(value(rest));
            return new Value.Concat(parts);
        }

        private int operator(BinaryExpression expression) {
            return (expression.bits & ASTNode.OperatorMASK) >> ASTNode.OperatorSHIFT;
        }

        /** The name as written, without type arguments and dimensions. */
        private String typeName(TypeReference type) {
            char[][] name = type.getTypeName();
            return name == null ? "" : name(name);
        }

        private String erased(TypeReference type, TypeVariables variables) {
            String simple = variables.erase(typeName(type));
            return type.dimensions() == 0 ? name(simple) : name(simple + "[]".repeat(type.dimensions()));
        }

        private int start(Annotation @Nullable [] annotations, int modifiersStart, int otherwise) {
            int start = modifiersStart > 0 ? modifiersStart : otherwise;
            return annotations == null || annotations.length == 0 ? start : Math.min(start, annotations[0].sourceStart);
        }

        private SourceRange range(int start, int end) {
            int first = afterComments(Math.max(start, 0));
            int last = Math.min(end + 1, text.length());
            if (last < first) return NOWHERE;
            int startLine = line(first);
            int endLine = line(last);
            return new SourceRange(startLine, first - lineStart(startLine), endLine, last - lineStart(endLine));
        }

        /** JDT counts a declaration's documentation to it; people who point at a test do not. */
        private int afterComments(int start) {
            int position = start;
            while (position < text.length()) {
                if (Character.isWhitespace(text.charAt(position))) {
                    position++;
                    continue;
                }
                int end = text.startsWith("/*", position) ? text.indexOf("*/", position + 2) + 2
                        : text.startsWith("//", position) ? text.indexOf('\n', position) + 1 : 0;
                if (end <= position) return position;
                position = end;
            }
            return position;
        }

        /** How many lines end before {@code position}. */
        private int line(int position) {
            int low = 0;
            int high = lineEnds.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (lineEnds[middle] < position) low = middle + 1;
                else high = middle;
            }
            return low;
        }

        private int lineStart(int line) {
            return line == 0 ? 0 : lineEnds[line - 1] + 1;
        }
    }

    /** The type variables that are in scope, each with the name of what it is erased to. */
    private record TypeVariables(Map<String, String> bounds) {
        static final TypeVariables NONE = new TypeVariables(Map.of());

        static TypeVariables of(TypeParameter @Nullable [] parameters, TypeVariables outer) {
            if (parameters == null || parameters.length == 0) return outer;
            Map<String, String> bounds = new HashMap<>(outer.bounds);
            for (TypeParameter parameter : parameters) {
                char[][] bound = parameter.type == null ? null : parameter.type.getTypeName();
                bounds.put(new String(parameter.name), bound == null ? "Object" : CharOperation.toString(bound));
            }
            return new TypeVariables(bounds);
        }

        boolean declares(String name) {
            return bounds.containsKey(name);
        }

        String erase(String name) {
            String erased = name;
            // A variable may be bound by another one; broken code may bind them in a circle.
            for (int i = 0; i <= bounds.size() && bounds.containsKey(erased); i++) erased = bounds.get(erased);
            return erased.substring(erased.lastIndexOf('.') + 1);
        }
    }
}
