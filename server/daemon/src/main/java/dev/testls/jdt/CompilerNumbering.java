package dev.testls.jdt;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.CompilationProgress;
import org.eclipse.jdt.internal.compiler.ASTVisitor;
import org.eclipse.jdt.internal.compiler.ICompilerRequestor;
import org.eclipse.jdt.internal.compiler.IErrorHandlingPolicy;
import org.eclipse.jdt.internal.compiler.IProblemFactory;
import org.eclipse.jdt.internal.compiler.ast.ASTNode;
import org.eclipse.jdt.internal.compiler.ast.AbstractMethodDeclaration;
import org.eclipse.jdt.internal.compiler.ast.CompilationUnitDeclaration;
import org.eclipse.jdt.internal.compiler.ast.Expression;
import org.eclipse.jdt.internal.compiler.ast.FieldDeclaration;
import org.eclipse.jdt.internal.compiler.ast.LambdaExpression;
import org.eclipse.jdt.internal.compiler.ast.MessageSend;
import org.eclipse.jdt.internal.compiler.ast.TypeDeclaration;
import org.eclipse.jdt.internal.compiler.env.INameEnvironment;
import org.eclipse.jdt.internal.compiler.impl.CompilerOptions;
import org.eclipse.jdt.internal.compiler.lookup.BlockScope;
import org.eclipse.jdt.internal.compiler.lookup.ClassScope;
import org.eclipse.jdt.internal.compiler.lookup.CompilationUnitScope;
import org.eclipse.jdt.internal.compiler.lookup.LocalTypeBinding;

/**
 * ECJ, with anonymous and local classes numbered as javac does: in the order of the source, those in dead code counted.
 *
 * <p>ECJ numbers those of a class's fields first, then those of its methods, since it numbers what it analyses; tests ask for {@code Outer$1}.
 * What it names while it infers the type of a generic call from a lambda keeps that name, which javac's need not be.
 */
final class CompilerNumbering extends org.eclipse.jdt.internal.compiler.Compiler {
    CompilerNumbering(
            INameEnvironment names, IErrorHandlingPolicy policy, CompilerOptions options, ICompilerRequestor requestor, IProblemFactory problems, PrintWriter out,
            CompilationProgress progress) {
        super(names, policy, options, requestor, problems, out, progress);
    }

    /** As the overridden method, which has no place between its steps, and without its statistics. */
    @Override
    public void process(CompilationUnitDeclaration unit, int at) {
        lookupEnvironment.unitBeingCompleted = unit;
        parser.getMethodBodies(unit);
        if (unit.scope != null) {
            unit.scope.faultInTypes();
            unit.scope.verifyMethods(lookupEnvironment.methodVerifier());
        }
        unit.resolve();
        if (!options.ignoreMethodBodies) {
            if (unit.scope != null && !unit.ignoreFurtherInvestigation) number(unit);
            unit.analyseCode();
            unit.generateCode();
        }
        if (options.produceReferenceInfo && unit.scope != null) unit.scope.storeDependencyInfo();
        unit.finalizeProblems();
        unit.compilationResult.totalUnitsKnown = totalUnits;
        lookupEnvironment.unitBeingCompleted = null;
    }

    private static void number(CompilationUnitDeclaration unit) {
        InOrder order = new InOrder();
        for (TypeDeclaration type : unit.types == null ? new TypeDeclaration[0] : unit.types) type.traverse(order, unit.scope);
        for (LocalTypeBinding type : order.types) type.setConstantPoolName(unit.scope.computeConstantPoolName(type));
    }

    /** Meets classes as javac does: members as they are written, arguments before what they are given to, lambdas among them when it is known what is called. */
    private static final class InOrder extends ASTVisitor {
        final List<LocalTypeBinding> types = new ArrayList<>();

        @Override
        public boolean visit(TypeDeclaration type, CompilationUnitScope scope) {
            return members(type);
        }

        @Override
        public boolean visit(TypeDeclaration type, ClassScope scope) {
            return members(type);
        }

        @Override
        public boolean visit(TypeDeclaration type, BlockScope scope) {
            return members(type);
        }

        @Override
        public boolean visit(MessageSend call, BlockScope scope) {
            Expression[] arguments = call.arguments == null ? new Expression[0] : call.arguments;
            for (Expression each : arguments) if (!(each instanceof LambdaExpression)) each.traverse(this, scope);
            call.receiver.traverse(this, scope);
            for (Expression each : arguments) if (each instanceof LambdaExpression) each.traverse(this, scope);
            return false;
        }

        private boolean members(TypeDeclaration type) {
            if (type.binding instanceof LocalTypeBinding local) types.add(local);
            if (type.scope == null) return false;
            Stream.<ASTNode[]>of(type.fields, type.methods, type.memberTypes).filter(Objects::nonNull).flatMap(Arrays::stream)
                    .sorted(Comparator.comparingInt(it -> it.sourceStart)).forEach(it -> member(it, type));
            return false;
        }

        private void member(ASTNode member, TypeDeclaration type) {
            if (member instanceof FieldDeclaration field) field.traverse(this, field.isStatic() ? type.staticInitializerScope : type.initializerScope);
            else if (member instanceof AbstractMethodDeclaration method) method.traverse(this, type.scope);
            else ((TypeDeclaration) member).traverse(this, type.scope);
        }
    }
}
