package proc;

@Greeted
class Own {}
