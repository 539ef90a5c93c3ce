package posix.sockets.model;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_VarHandle;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Rewrites a class. One that is watched calls {@link Hooks} before each step: each access of a
 * field that is not final, by name or by handle, and of an atomic. Monitors are left to the hooks
 * altogether. Constructors stay as they are, as nobody else has the object yet. What could order
 * threads in a way that is not modelled is refused when a thread comes to it.
 *
 * <p>The instruction of a step becomes the call of a method that has the same effect on the stack,
 * calls the hook, and then does what the instruction did.
 */
final class Weaver {
  private static final ClassDesc HOOKS = desc(Hooks.class);
  private static final ClassDesc ACCESS = desc(Access.class);
  private static final MethodTypeDesc OF_MONITOR = MethodTypeDesc.of(CD_void, CD_Object);
  private static final String ATOMICS = "java.util.concurrent.atomic";

  /** Of a monitor, without an argument. */
  private static final Set<String> WAITING = Set.of("wait", "notifyAll");

  private static final MethodTypeDesc OF_WAITING = MethodTypeDesc.of(CD_void);

  /** Of a thread: nobody interrupts those of the model. */
  private static final Set<String> HARMLESS = Set.of("currentThread", "isVirtual", "isInterrupted");

  private final ClassModel model;
  private final ClassDesc self;
  private final Function<ClassDesc, ClassModel> watched;
  private final Map<ClassDesc, ClassDesc> standIns;
  private final boolean isWatched;
  private final List<Consumer<ClassBuilder>> bridges = new ArrayList<>();

  /**
   * For one class.
   *
   * @param isWatched whether it is watched
   * @param watched the model of a class whose fields are looked at; null for others
   * @param standIns whose static methods are called instead of whose
   */
  Weaver(
      ClassModel model,
      boolean isWatched,
      Function<ClassDesc, ClassModel> watched,
      Map<ClassDesc, ClassDesc> standIns) {
    this.model = model;
    this.self = model.thisClass().asSymbol();
    this.watched = watched;
    this.standIns = standIns;
    this.isWatched = isWatched && !model.flags().has(AccessFlag.ENUM);
  }

  byte[] weave() {
    var classes = ClassHierarchyResolver.ofResourceParsing(Weaver.class.getClassLoader());
    var resolver = classes.orElse(ClassHierarchyResolver.defaultResolver());
    ClassTransform methods = this::weave;
    return ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver))
        .transformClass(
            model,
            methods.andThen(
                ClassTransform.endHandler(to -> bridges.forEach(bridge -> bridge.accept(to)))));
  }

  private void weave(ClassBuilder builder, ClassElement element) {
    if (element instanceof MethodModel method && isWoven(method)) {
      weave(builder, method);
    } else {
      builder.with(element);
    }
  }

  private static boolean isWoven(MethodModel method) {
    return method.code().isPresent() && !method.methodName().stringValue().startsWith("<");
  }

  private void weave(ClassBuilder builder, MethodModel method) {
    int flags = method.flags().flagsMask();
    if (!isWatched || (flags & ClassFile.ACC_SYNCHRONIZED) == 0) {
      builder.transformMethod(method, MethodTransform.transformingCode(this::instruction));
      return;
    }
    if ((flags & ClassFile.ACC_STATIC) != 0) {
      throw new IllegalArgumentException(refusal("a static synchronized method"));
    }
    String name = method.methodName().stringValue();
    String body = name + "$unlocked";
    MethodTypeDesc type = method.methodTypeSymbol();
    builder.withMethod(
        body,
        type,
        ClassFile.ACC_PRIVATE,
        to -> to.transformCode(method.code().orElseThrow(), this::instruction));
    builder.withMethodBody(
        name, type, flags & ~ClassFile.ACC_SYNCHRONIZED, code -> locked(code, body, type));
  }

  /** {@code synchronized (this) { return body(...); }}. */
  private void locked(CodeBuilder code, String body, MethodTypeDesc type) {
    TypeKind kind = TypeKind.from(type.returnType());
    int result = code.allocateLocal(kind == TypeKind.VOID ? TypeKind.INT : kind);
    code.aload(0).invokestatic(HOOKS, "lock", OF_MONITOR);
    code.trying(
        inside -> {
          inside.aload(0);
          loadParameters(inside, type);
          inside.invokevirtual(self, body, type);
          if (kind != TypeKind.VOID) {
            inside.storeLocal(kind, result);
          }
        },
        failed ->
            failed.catchingAll(
                thrown -> thrown.aload(0).invokestatic(HOOKS, "unlock", OF_MONITOR).athrow()));
    code.aload(0).invokestatic(HOOKS, "unlock", OF_MONITOR);
    if (kind != TypeKind.VOID) {
      code.loadLocal(kind, result);
    }
    code.return_(kind);
  }

  private void instruction(CodeBuilder code, CodeElement element) {
    switch (element) {
      case InvokeInstruction call when isReplaced(call) ->
          code.invokestatic(
              standIns.get(call.owner().asSymbol()), call.name().stringValue(), call.typeSymbol());
      case CodeElement _ when !isWatched -> code.with(element);
      case MonitorInstruction monitor -> {
        boolean enters = monitor.opcode() == Opcode.MONITORENTER;
        code.invokestatic(HOOKS, enters ? "lock" : "unlock", OF_MONITOR);
      }
      case FieldInstruction field -> access(code, field);
      case InvokeInstruction call -> call(code, call);
      case ArrayStoreInstruction store -> refuse(code, "to store into an array").with(store);
      default -> code.with(element);
    }
  }

  private void access(CodeBuilder code, FieldInstruction instruction) {
    ClassDesc owner = instruction.owner().asSymbol();
    String name = instruction.name().stringValue();
    FieldModel field = field(owner, name);
    if (field == null || field.flags().has(AccessFlag.FINAL)) {
      code.with(instruction);
      return;
    }
    if (field.flags().has(AccessFlag.STATIC)) {
      refuse(code, "the static field " + name).with(instruction);
      return;
    }
    boolean reads = instruction.opcode() == Opcode.GETFIELD;
    boolean isVolatile = field.flags().has(AccessFlag.VOLATILE);
    Access access =
        reads
            ? isVolatile ? Access.VOLATILE_READ : Access.READ
            : isVolatile ? Access.VOLATILE_WRITE : Access.WRITE;
    ClassDesc type = instruction.typeSymbol();
    bridge(
        code,
        reads ? MethodTypeDesc.of(type, owner) : MethodTypeDesc.of(CD_void, owner, type),
        to -> hook(to.aload(0).ldc(name), CD_String, reads ? "get" : "set", access),
        to -> to.with(instruction));
  }

  /** A field of a class that is looked at, or of what that extends; null for others. */
  private FieldModel field(ClassDesc owner, String name) {
    ClassModel model = watched.apply(owner);
    if (model == null) {
      return null;
    }
    for (FieldModel field : model.fields()) {
      if (field.fieldName().equalsString(name)) {
        return field;
      }
    }
    return field(model.superclass().orElseThrow().asSymbol(), name);
  }

  private boolean isReplaced(InvokeInstruction call) {
    return call.opcode() == Opcode.INVOKESTATIC && standIns.containsKey(call.owner().asSymbol());
  }

  private void call(CodeBuilder code, InvokeInstruction call) {
    ClassDesc owner = call.owner().asSymbol();
    String name = call.name().stringValue();
    MethodTypeDesc type = call.typeSymbol();
    boolean isHandle = owner.equals(CD_VarHandle);
    Access access = isHandle || owner.packageName().equals(ATOMICS) ? access(owner, name) : null;
    if (access != null) {
      // A weak one may fail for no reason, but not twice alike.
      String strong = name.startsWith("weakCompareAndSet") ? "compareAndSet" : name;
      bridge(
          code,
          type.insertParameterTypes(0, owner),
          to -> {
            if (isHandle) {
              hook(to.aload(1).aload(0), CD_VarHandle, name, access);
            } else {
              hook(to.aload(0).ldc("value"), CD_String, name, access);
            }
          },
          to -> to.invokevirtual(owner, strong, type));
    } else if (owner.equals(CD_Object) && type.equals(OF_WAITING) && WAITING.contains(name)) {
      code.invokestatic(HOOKS, name.equals("wait") ? "await" : "awaken", OF_MONITOR);
    } else if (isOrdering(owner, name)) {
      refuse(code, owner.displayName() + "." + name).with(call);
    } else {
      code.with(call);
    }
  }

  private static boolean isOrdering(ClassDesc owner, String name) {
    return owner.packageName().startsWith("java.util.concurrent")
        || owner.equals(CD_VarHandle)
        || owner.equals(desc(Thread.class)) && !HARMLESS.contains(name)
        || owner.equals(CD_Object) && (name.equals("wait") || name.startsWith("notify"));
  }

  /** What an access by a handle, or of an atomic, does; null if it is not modelled. */
  private static Access access(ClassDesc owner, String name) {
    boolean plain = owner.equals(CD_VarHandle);
    return switch (name) {
      case "get" -> plain ? Access.READ : Access.VOLATILE_READ;
      case "set" -> plain ? Access.WRITE : Access.VOLATILE_WRITE;
      case "getVolatile" -> Access.VOLATILE_READ;
      case "setVolatile" -> Access.VOLATILE_WRITE;
      case "compareAndSet",
          "compareAndExchange",
          "weakCompareAndSet",
          "weakCompareAndSetVolatile",
          "getAndSet",
          "getAndAdd",
          "getAndBitwiseAnd",
          "getAndBitwiseOr",
          "getAndBitwiseXor",
          "addAndGet",
          "incrementAndGet",
          "decrementAndGet",
          "getAndIncrement",
          "getAndDecrement" ->
          Access.UPDATE;
      // Those weaker than volatile do more than take effect in some order of steps.
      default -> null;
    };
  }

  /** The hook's first two arguments are on the stack. */
  private static void hook(CodeBuilder code, ClassDesc place, String verb, Access access) {
    code.ldc(verb)
        .getstatic(ACCESS, access.name(), ACCESS)
        .invokestatic(
            HOOKS, "step", MethodTypeDesc.of(CD_void, CD_Object, place, CD_String, ACCESS));
  }

  /** Adds a method and calls it. */
  private void bridge(
      CodeBuilder code,
      MethodTypeDesc type,
      Consumer<CodeBuilder> hook,
      Consumer<CodeBuilder> instruction) {
    String name = "step$" + bridges.size();
    bridges.add(builder ->
        builder.withMethodBody(
            name,
            type,
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
            to -> {
              hook.accept(to);
              loadParameters(to, type);
              instruction.accept(to);
              to.return_(TypeKind.from(type.returnType()));
            }));
    code.invokestatic(self, name, type);
  }

  private static void loadParameters(CodeBuilder code, MethodTypeDesc type) {
    for (int i = 0; i < type.parameterCount(); i++) {
      code.loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
    }
  }

  private CodeBuilder refuse(CodeBuilder code, String what) {
    return code.ldc(refusal(what))
        .invokestatic(HOOKS, "refuse", MethodTypeDesc.of(CD_void, CD_String));
  }

  private String refusal(String what) {
    return self.displayName() + ": not modelled: " + what;
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}
